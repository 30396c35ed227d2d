import { permissionTo } from '../../../admin/parts/permission-to';
import { MANAGE_ACCOUNTS, READ_ACCOUNTS } from '../contract/account-permissions';

export const CAN_READ = permissionTo(READ_ACCOUNTS);
export const CAN_MANAGE = permissionTo(MANAGE_ACCOUNTS);
