import { applyPanelRoles } from '../../src/access/panel-roles';
import { startApp, type TestApp } from '../support/app';
import { makePanelRole, signInToPanel } from '../support/panel';

interface Grant {
  action: string;
  subject: string | null;
  conditions: string[] | string;
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const grantsOf = (code: string) =>
  app
    .db('admin_permissions as permission')
    .join('admin_permissions_role_lnk as link', 'link.permission_id', 'permission.id')
    .join('admin_roles as role', 'role.id', 'link.role_id')
    .where('role.code', code)
    .orderBy(['permission.action', 'permission.subject'])
    .select<Grant[]>('permission.action', 'permission.subject', 'permission.conditions');

const isConditional = ({ conditions }: Grant) => JSON.stringify(conditions).includes('is-creator');
const lines = (grants: Grant[]) =>
  grants.map((grant) =>
    [grant.action, grant.subject, isConditional(grant) && 'own'].filter(Boolean).join(' '),
  );

it('gives editors all content, and neither people nor secrets', async () => {
  expect(lines(await grantsOf('strapi-editor'))).toMatchInlineSnapshot(`
   [
     "plugin::content-manager.explorer.create api::announcement.announcement",
     "plugin::content-manager.explorer.create api::dataset.dataset",
     "plugin::content-manager.explorer.create api::event.event",
     "plugin::content-manager.explorer.create api::group.group",
     "plugin::content-manager.explorer.create api::milestone.milestone",
     "plugin::content-manager.explorer.create api::occurrence.occurrence",
     "plugin::content-manager.explorer.create api::resource.resource",
     "plugin::content-manager.explorer.create api::task.task",
     "plugin::content-manager.explorer.create api::taxon.taxon",
     "plugin::content-manager.explorer.create plugin::importer.import-profile",
     "plugin::content-manager.explorer.delete api::announcement.announcement",
     "plugin::content-manager.explorer.delete api::dataset.dataset",
     "plugin::content-manager.explorer.delete api::event.event",
     "plugin::content-manager.explorer.delete api::group.group",
     "plugin::content-manager.explorer.delete api::milestone.milestone",
     "plugin::content-manager.explorer.delete api::occurrence.occurrence",
     "plugin::content-manager.explorer.delete api::resource.resource",
     "plugin::content-manager.explorer.delete api::task.task",
     "plugin::content-manager.explorer.delete api::taxon.taxon",
     "plugin::content-manager.explorer.delete plugin::importer.import-profile",
     "plugin::content-manager.explorer.publish api::announcement.announcement",
     "plugin::content-manager.explorer.publish api::dataset.dataset",
     "plugin::content-manager.explorer.publish api::event.event",
     "plugin::content-manager.explorer.publish api::group.group",
     "plugin::content-manager.explorer.publish api::milestone.milestone",
     "plugin::content-manager.explorer.publish api::occurrence.occurrence",
     "plugin::content-manager.explorer.publish api::resource.resource",
     "plugin::content-manager.explorer.publish api::task.task",
     "plugin::content-manager.explorer.publish api::taxon.taxon",
     "plugin::content-manager.explorer.publish plugin::importer.import-profile",
     "plugin::content-manager.explorer.read api::announcement.announcement",
     "plugin::content-manager.explorer.read api::dataset.dataset",
     "plugin::content-manager.explorer.read api::event.event",
     "plugin::content-manager.explorer.read api::group.group",
     "plugin::content-manager.explorer.read api::milestone.milestone",
     "plugin::content-manager.explorer.read api::occurrence.occurrence",
     "plugin::content-manager.explorer.read api::resource.resource",
     "plugin::content-manager.explorer.read api::task.task",
     "plugin::content-manager.explorer.read api::taxon.taxon",
     "plugin::content-manager.explorer.read plugin::importer.import-profile",
     "plugin::content-manager.explorer.update api::announcement.announcement",
     "plugin::content-manager.explorer.update api::dataset.dataset",
     "plugin::content-manager.explorer.update api::event.event",
     "plugin::content-manager.explorer.update api::group.group",
     "plugin::content-manager.explorer.update api::milestone.milestone",
     "plugin::content-manager.explorer.update api::occurrence.occurrence",
     "plugin::content-manager.explorer.update api::resource.resource",
     "plugin::content-manager.explorer.update api::task.task",
     "plugin::content-manager.explorer.update api::taxon.taxon",
     "plugin::content-manager.explorer.update plugin::importer.import-profile",
     "plugin::importer.imports.read",
     "plugin::importer.links.decide",
     "plugin::upload.assets.copy-link",
     "plugin::upload.assets.create",
     "plugin::upload.assets.download",
     "plugin::upload.assets.update",
     "plugin::upload.configure-view",
     "plugin::upload.read",
   ]
  `);
});

it('gives authors what they made themselves, and no publishing', async () => {
  expect(lines(await grantsOf('strapi-author'))).toMatchInlineSnapshot(`
   [
     "plugin::content-manager.explorer.create api::announcement.announcement own",
     "plugin::content-manager.explorer.create api::dataset.dataset own",
     "plugin::content-manager.explorer.create api::event.event own",
     "plugin::content-manager.explorer.create api::group.group own",
     "plugin::content-manager.explorer.create api::milestone.milestone own",
     "plugin::content-manager.explorer.create api::occurrence.occurrence own",
     "plugin::content-manager.explorer.create api::resource.resource own",
     "plugin::content-manager.explorer.create api::task.task own",
     "plugin::content-manager.explorer.create api::taxon.taxon own",
     "plugin::content-manager.explorer.delete api::announcement.announcement own",
     "plugin::content-manager.explorer.delete api::dataset.dataset own",
     "plugin::content-manager.explorer.delete api::event.event own",
     "plugin::content-manager.explorer.delete api::group.group own",
     "plugin::content-manager.explorer.delete api::milestone.milestone own",
     "plugin::content-manager.explorer.delete api::occurrence.occurrence own",
     "plugin::content-manager.explorer.delete api::resource.resource own",
     "plugin::content-manager.explorer.delete api::task.task own",
     "plugin::content-manager.explorer.delete api::taxon.taxon own",
     "plugin::content-manager.explorer.read api::announcement.announcement own",
     "plugin::content-manager.explorer.read api::dataset.dataset own",
     "plugin::content-manager.explorer.read api::event.event own",
     "plugin::content-manager.explorer.read api::group.group own",
     "plugin::content-manager.explorer.read api::milestone.milestone own",
     "plugin::content-manager.explorer.read api::occurrence.occurrence own",
     "plugin::content-manager.explorer.read api::resource.resource own",
     "plugin::content-manager.explorer.read api::task.task own",
     "plugin::content-manager.explorer.read api::taxon.taxon own",
     "plugin::content-manager.explorer.update api::announcement.announcement own",
     "plugin::content-manager.explorer.update api::dataset.dataset own",
     "plugin::content-manager.explorer.update api::event.event own",
     "plugin::content-manager.explorer.update api::group.group own",
     "plugin::content-manager.explorer.update api::milestone.milestone own",
     "plugin::content-manager.explorer.update api::occurrence.occurrence own",
     "plugin::content-manager.explorer.update api::resource.resource own",
     "plugin::content-manager.explorer.update api::task.task own",
     "plugin::content-manager.explorer.update api::taxon.taxon own",
     "plugin::upload.assets.copy-link",
     "plugin::upload.assets.create",
     "plugin::upload.assets.download",
     "plugin::upload.assets.update own",
     "plugin::upload.configure-view",
     "plugin::upload.read own",
   ]
  `);
});

it.each([
  '/accounts/users',
  '/content-manager/collection-types/plugin::users-permissions.user',
  '/content-manager/collection-types/plugin::accounts.security-event',
  '/admin/users',
  '/admin/api-tokens',
])('refuses an editor %s', async (path) => {
  const editor = await signInToPanel(app, 'strapi-editor');
  expect((await editor.ask(path)).status).toBe(403);
});

it('lets an editor edit content', async () => {
  const editor = await signInToPanel(app, 'strapi-editor');
  const answer = await editor.ask('/content-manager/collection-types/api::taxon.taxon', {
    method: 'POST',
    body: { scientificName: 'Mola mola', aphiaId: 127405 },
  });
  expect(answer.status).toBe(201);
});

it('takes back a grant made by hand, and gives back one that was taken', async () => {
  const before = lines(await grantsOf('strapi-editor'));
  const role = await app.db('admin_roles').where('code', 'strapi-editor').first<{ id: number }>();
  const permissions = app.strapi.service('admin::permission') as unknown as {
    createMany(permissions: object[]): Promise<object[]>;
  };
  await permissions.createMany([{ action: 'admin::users.read', role: role.id }]);
  await app
    .db('admin_permissions')
    .where({ action: 'plugin::content-manager.explorer.read', subject: 'api::taxon.taxon' })
    .delete();
  expect(lines(await grantsOf('strapi-editor'))).not.toEqual(before);
  await applyPanelRoles(app.strapi);
  expect(lines(await grantsOf('strapi-editor'))).toEqual(before);
});

it('writes nothing when the database already says so', async () => {
  const versions = () =>
    app.db('admin_permissions').orderBy('id').select(app.db.raw('id, xmin::text as version'));
  const before = await versions();
  await applyPanelRoles(app.strapi);
  expect(await versions()).toEqual(before);
});

it('makes a checked-in role that somebody removed, and keeps roles made in the panel', async () => {
  const care = { name: 'Care', code: 'care', description: 'Looks after people' };
  await makePanelRole(app, care, ['plugin::accounts.accounts.read']);
  await app.db('admin_roles').where('code', 'strapi-author').delete();
  await applyPanelRoles(app.strapi);
  expect(lines(await grantsOf('care'))).toEqual(['plugin::accounts.accounts.read']);
  expect((await grantsOf('strapi-author')).length).toBeGreaterThan(0);
});
