import type { Permission } from '@strapi/strapi/admin';

/** What somebody of the panel must be allowed, as menu links, pages and hooks of the panel ask it. */
export const permissionTo = (action: string): Permission[] => [{ action, subject: null }];
