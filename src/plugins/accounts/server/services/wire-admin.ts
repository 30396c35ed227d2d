import { securityEventRows } from '../repositories/security-events';
import { createSecurityEventsService } from './security-events';

export const adminServices = {
  securityEvents: () => createSecurityEventsService({ rows: securityEventRows }),
};
