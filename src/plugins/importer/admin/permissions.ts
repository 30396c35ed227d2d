import { permissionTo } from '../../../admin/parts/permission-to';
import { DECIDE_LINKS, READ_IMPORTS, RUN_IMPORTS } from '../contract/panel-permissions';

export const CAN_READ = permissionTo(READ_IMPORTS);
export const CAN_RUN = permissionTo(RUN_IMPORTS);
export const CAN_DECIDE = permissionTo(DECIDE_LINKS);
