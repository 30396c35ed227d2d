import { securityEvent } from './security-event';

export const contentTypes = { 'security-event': securityEvent };
