import { applyPermissions } from '../../src/access/apply-permissions';
import { PERMISSION_MATRIX } from '../../src/access/permission-matrix';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

async function readGrants(): Promise<Record<string, string[]>> {
  const rows = await app
    .db('up_roles as role')
    .leftJoin('up_permissions_role_lnk as link', 'link.role_id', 'role.id')
    .leftJoin('up_permissions as permission', 'permission.id', 'link.permission_id')
    .select<{ type: string; action: string | null }[]>('role.type', 'permission.action');
  const grants: Record<string, string[]> = {};
  for (const { type, action } of rows) {
    grants[type] = [...(grants[type] ?? []), ...(action ? [action] : [])].sort();
  }
  return grants;
}

const matrix = () =>
  Object.fromEntries(
    Object.entries(PERMISSION_MATRIX).map(([role, actions]) => [role, [...actions].sort()]),
  );

it('has exactly the grants of the matrix after a boot', async () => {
  expect(await readGrants()).toEqual(matrix());
});

it('names only actions that exist', () => {
  const known = app.strapi
    .plugin('users-permissions')
    .service<{
      getActions(): Record<string, { controllers: Record<string, object> }>;
    }>('users-permissions')
    .getActions();
  const actions = Object.entries(known).flatMap(([owner, { controllers }]) =>
    Object.entries(controllers).flatMap(([controller, methods]) =>
      Object.keys(methods).map((method) => `${owner}.${controller}.${method}`),
    ),
  );
  expect(actions).toEqual(expect.arrayContaining(Object.values(PERMISSION_MATRIX).flat()));
});

it('takes back a grant made by hand, and gives back one that was taken', async () => {
  const role = await app.strapi.db
    .query('plugin::users-permissions.role')
    .findOne({ where: { type: 'public' } });
  await app.strapi.db
    .query('plugin::users-permissions.permission')
    .create({ data: { action: 'api::occurrence.occurrence.delete', role: role.id } });
  await app.db('up_permissions').where('action', 'api::taxon.taxon.find').delete();
  const report = await applyPermissions(app.strapi);
  expect(report.revoked).toEqual(['public: api::occurrence.occurrence.delete']);
  expect(report.granted).toContain('public: api::taxon.taxon.find');
  expect(await readGrants()).toEqual(matrix());
});

it('writes nothing when the database already says so', async () => {
  const versions = () => app.db('up_permissions').select(app.db.raw('id, xmin::text as version'));
  const before = await versions();
  await applyPermissions(app.strapi);
  expect(await versions()).toEqual(before);
});

it('keeps a role made in the panel and reports it', async () => {
  const made = await app.strapi.db
    .query('plugin::users-permissions.role')
    .create({ data: { type: 'diver', name: 'Diver' } });
  await app.strapi.db
    .query('plugin::users-permissions.permission')
    .create({ data: { action: 'api::taxon.taxon.find', role: made.id } });
  const { drift } = await applyPermissions(app.strapi);
  expect(drift).toEqual([{ role: 'diver', actions: ['api::taxon.taxon.find'] }]);
});

it("closes Strapi's own sign-in routes", async () => {
  for (const path of ['/api/auth/local', '/api/auth/local/register', '/api/auth/forgot-password']) {
    const answer = await fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect([path, answer.status]).toEqual([path, 404]);
  }
});
