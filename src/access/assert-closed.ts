import type { Core } from '@strapi/strapi';

const PERMISSION = 'plugin::users-permissions.permission';
const STRANGERS = ['public', 'authenticated'];

/**
 * Stops the boot when strangers hold a grant of users-permissions: with one, its own calls for
 * sign-in, reset or the user table would open as soon as a route leads there.
 */
export async function assertClosed(strapi: Core.Strapi): Promise<void> {
  const granted = (await strapi.db.query(PERMISSION).findMany({
    where: {
      role: { type: { $in: STRANGERS } },
      action: { $startsWith: 'plugin::users-permissions.' },
    },
    select: ['action'],
    // The query engine is typed by generated types, which plugins' content types are not part of.
  })) as { action: string }[];
  if (granted.length > 0) {
    const actions = granted.map(({ action }) => action).join(', ');
    throw new Error(`Strangers must not be granted what users-permissions does: ${actions}`);
  }
}
