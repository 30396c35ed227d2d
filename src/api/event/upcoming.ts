/** Events that are not over (or are), as a filter of Strapi's: by their end, or the start without one. */
export function upcomingFilter(isUpcoming: boolean, now: Date): Record<string, unknown> {
  const moment = isUpcoming ? { $gte: now } : { $lt: now };
  return { $or: [{ endsAt: moment }, { endsAt: { $null: true }, startsAt: moment }] };
}
