import type { Limit } from '../../../../lib/throttle/limit';
import type { CallLimitName } from '../../contract/throttle';

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;

/** Limits of single calls. Those of routes (`THROTTLE_<SCOPE>`) come from the environment. */
export const CALL_LIMITS: Record<CallLimitName, Limit> = {
  'magic-link-client': { points: 20, perSeconds: HOUR },
  'magic-link-email': { points: 5, perSeconds: HOUR },
  'register-client': { points: 20, perSeconds: HOUR },
  'register-email': { points: 5, perSeconds: HOUR },
  'verify-resend-client': { points: 20, perSeconds: HOUR },
  'verify-resend-email': { points: 5, perSeconds: HOUR },
  'password-reset-client': { points: 20, perSeconds: HOUR },
  'password-reset-email': { points: 5, perSeconds: HOUR },
  'email-change-account': { points: 5, perSeconds: HOUR },
  'login-failed-client': { points: 30, perSeconds: QUARTER },
  'login-failed-identifier': { points: 5, perSeconds: QUARTER },
  'refresh-client': { points: 30, perSeconds: MINUTE },
  'panel-login': { points: 20, perSeconds: QUARTER },
};

const LONGEST_DELAY_SECONDS = 60;

/** How long the next try has to wait after so many failures, of which `free` cost nothing. */
export function delaySecondsAfter(failures: number, free: number): number {
  if (failures < free) return 0;
  return Math.min(LONGEST_DELAY_SECONDS, 2 ** Math.min(failures - free, 10));
}
