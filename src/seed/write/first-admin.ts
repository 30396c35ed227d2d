import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';

export interface FirstAdmin {
  email: string;
  /** Known here and to whoever reads it now; the database has its hash. */
  password: string;
}

/** What this needs of the panel, which Strapi leaves untyped. */
interface PanelUsers {
  exists(): Promise<boolean>;
  createFirstAdmin(user: Record<string, unknown>): Promise<unknown>;
}

/** 120 random bits, and one character of each kind that the panel asks for. */
export const makePassword = (): string => `${randomBytes(15).toString('base64url')}-aA1`;

/** Makes a super admin of the panel where it has no account yet; null where it has one. */
export async function makeFirstAdmin(
  strapi: Core.Strapi,
  email: string,
): Promise<FirstAdmin | null> {
  const users = strapi.service('admin::user') as unknown as PanelUsers;
  if (await users.exists()) return null;
  const password = makePassword();
  await users.createFirstAdmin({ email, firstname: 'Demo', lastname: 'Admin', password });
  return { email, password };
}
