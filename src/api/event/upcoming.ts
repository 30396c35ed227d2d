import { z } from 'zod';

/** The parameter of `GET /api/events`. */
export const upcoming = z
  .enum(['true', 'false'], 'Takes true or false.')
  .optional()
  .meta({ description: 'Events that are not over yet, or those that are.' });

/** Events that are not over (or are), as a filter of Strapi's: by their end, or the start without one. */
export function upcomingFilter(isUpcoming: boolean, now: Date): Record<string, unknown> {
  const moment = isUpcoming ? { $gte: now } : { $lt: now };
  return { $or: [{ endsAt: moment }, { endsAt: { $null: true }, startsAt: moment }] };
}
