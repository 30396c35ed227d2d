import type { Permission } from '@strapi/strapi/admin';
import { MANAGE_ACCOUNTS, READ_ACCOUNTS } from '../contract/account-permissions';

/** The panel's type of a permission has fields that only stored ones have. */
const asked = (action: string) => [{ action, subject: null }] as unknown as Permission[];

export const CAN_READ = asked(READ_ACCOUNTS);
export const CAN_MANAGE = asked(MANAGE_ACCOUNTS);
