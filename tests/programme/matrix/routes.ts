import type { Case } from './case';
import { CONSOLE_ROUTES } from './console-routes';
import { CONTENT_ROUTES } from './content-routes';
import { WORK_ROUTES } from './work-routes';

/** Every route of the programme, and what is asked of it. */
export const ROUTES: Record<string, Case[]> = {
  ...WORK_ROUTES,
  ...CONTENT_ROUTES,
  ...CONSOLE_ROUTES,
};
