/**
 * What the flow of an account holds that an administrator made before its address was proven. What
 * stands in such an account was written by somebody who may, so the proof of the address keeps it;
 * and a registration for the address that comes meanwhile brings no password to life.
 */
export const INVITED = { invited: true } as const;

export const isInvitation = (details: Record<string, unknown>): boolean => 'invited' in details;
