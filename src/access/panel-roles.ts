import type { Core } from '@strapi/strapi';
import { withLease } from '../lib/sql/lease';
import { ENTRY_ACTIONS, PANEL_ROLE_MATRIX } from './panel-role-matrix';

const ROLE = 'admin::role';
const OWN_ONLY = ['admin::is-creator'];
/** Strapi's own role of authors has these two without a condition; who uploads did not upload yet. */
const UNCONDITIONAL = /^plugin::upload\.(assets\.(create|download|copy-link)|configure-view)$/;

interface PanelPermission {
  action: string;
  subject?: string | null;
  properties?: object;
  conditions?: string[];
}
interface Action {
  actionId: string;
  section: string;
  subjects?: string[];
}

/** What this needs of the panel's services, which Strapi leaves untyped. */
interface PanelServices {
  roles: {
    assignPermissions(roleId: number, permissions: PanelPermission[]): Promise<unknown>;
  };
  permissions: { actionProvider: { values(): Action[] } };
  contentTypes: { getPermissionsWithNestedFields(actions: Action[]): PanelPermission[] };
}

const panelOf = (strapi: Core.Strapi) =>
  ({
    roles: strapi.service('admin::role'),
    permissions: strapi.service('admin::permission'),
    contentTypes: strapi.service('admin::content-type'),
  }) as unknown as PanelServices;

function permissionsOf(
  panel: PanelServices,
  { contentTypes, actions, isLimitedToOwn }: (typeof PANEL_ROLE_MATRIX)[string],
): PanelPermission[] {
  const wanted = new Set(
    ENTRY_ACTIONS.filter((action) => !isLimitedToOwn || action !== 'publish').map(
      (action) => `plugin::content-manager.explorer.${action}`,
    ),
  );
  const known = panel.permissions.actionProvider.values();
  const onContent = known
    .filter(({ actionId }) => wanted.has(actionId))
    .map((action) => ({
      ...action,
      subjects: action.subjects?.filter((subject) => contentTypes.includes(subject)) ?? [],
    }));
  const conditionsFor = (action: string) =>
    isLimitedToOwn && !UNCONDITIONAL.test(action) ? OWN_ONLY : [];
  return [
    ...panel.contentTypes.getPermissionsWithNestedFields(onContent),
    ...actions.map((action) => ({ action })),
  ].map((permission) => ({ ...permission, conditions: conditionsFor(permission.action) }));
}

async function roleIdOf(strapi: Core.Strapi, code: string): Promise<number> {
  const { name, description } = PANEL_ROLE_MATRIX[code] ?? {};
  // The query engine is typed by generated types, which the panel's content types are not part of.
  const roles = strapi.db.query(ROLE);
  const present = (await roles.findOne({ where: { code } })) as { id: number } | null;
  if (present) return present.id;
  const made = (await roles.create({ data: { code, name, description } })) as { id: number };
  return made.id;
}

/**
 * Makes the checked-in roles of the panel say what the matrix says, by one process at a time. Writes
 * nothing when they already do. Other roles are left alone.
 */
export async function applyPanelRoles(strapi: Core.Strapi): Promise<void> {
  const panel = panelOf(strapi);
  await withLease(strapi.db.connection, { name: 'panel-roles' }, async () => {
    for (const [code, role] of Object.entries(PANEL_ROLE_MATRIX)) {
      const roleId = await roleIdOf(strapi, code);
      await panel.roles.assignPermissions(roleId, permissionsOf(panel, role));
    }
  });
}
