import type { Core } from '@strapi/strapi';
import { withLease } from '../lib/sql/lease';
import { PERMISSION_MATRIX, ROLES, type RoleType } from './permission-matrix';

const ROLE = 'plugin::users-permissions.role';
const PERMISSION = 'plugin::users-permissions.permission';

interface Role {
  id: number;
  type: string;
  permissions: { id: number; action: string }[];
}

/** What the matrix changed, and the roles it does not own that hold grants. */
export interface PermissionReport {
  granted: string[];
  revoked: string[];
  drift: { role: string; actions: string[] }[];
}

async function readRoles(strapi: Core.Strapi): Promise<Role[]> {
  // The query engine is typed by generated types, which plugins' content types are not part of.
  return (await strapi.db.query(ROLE).findMany({ populate: ['permissions'] })) as Role[];
}

async function createMissingRoles(strapi: Core.Strapi): Promise<void> {
  const present = new Set((await readRoles(strapi)).map((role) => role.type));
  for (const [type, description] of Object.entries(ROLES)) {
    if (present.has(type)) continue;
    const name = `${type[0]?.toUpperCase()}${type.slice(1)}`;
    await strapi.db.query(ROLE).create({ data: { type, name, description } });
  }
}

async function alignRole(strapi: Core.Strapi, role: Role, report: PermissionReport): Promise<void> {
  const wanted = new Set(PERMISSION_MATRIX[role.type as RoleType]);
  const kept = new Set<string>();
  for (const { id, action } of role.permissions) {
    if (wanted.has(action) && !kept.has(action)) {
      kept.add(action);
      continue;
    }
    await strapi.db.query(PERMISSION).delete({ where: { id } });
    report.revoked.push(`${role.type}: ${action}`);
  }
  for (const action of wanted) {
    if (kept.has(action)) continue;
    await strapi.db.query(PERMISSION).create({ data: { action, role: role.id } });
    report.granted.push(`${role.type}: ${action}`);
  }
}

/**
 * Makes the database say what the matrix says, by one process at a time. Writes nothing when it
 * already does. Roles that the matrix does not know are left alone and reported.
 */
export async function applyPermissions(strapi: Core.Strapi): Promise<PermissionReport> {
  const report: PermissionReport = { granted: [], revoked: [], drift: [] };
  await withLease(strapi.db.connection, { name: 'permissions' }, async () => {
    await createMissingRoles(strapi);
    for (const role of await readRoles(strapi)) {
      if (role.type in PERMISSION_MATRIX) await alignRole(strapi, role, report);
      else if (role.permissions.length > 0) {
        report.drift.push({ role: role.type, actions: role.permissions.map((p) => p.action) });
      }
    }
  });
  return report;
}
