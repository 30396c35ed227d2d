import { permissionTo } from '../../../admin/parts/permission-to';
import { DECIDE_REPORTS, READ_REPORTS } from '../contract/panel-permissions';

export const CAN_READ = permissionTo(READ_REPORTS);
export const CAN_DECIDE = permissionTo(DECIDE_REPORTS);
