const DAY_MS = 86_400_000;

/** Days of a programme year that runs around the day it is made on, in ISO 8601 (UTC). */
export const createCalendar = (today: Date) => {
  const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  const at = (days: number, hours = 0) => new Date(midnight + days * DAY_MS + hours * 3_600_000);
  return {
    /** A day, counted from today. */
    day: (days: number) => at(days).toISOString().slice(0, 10),
    /** A moment of such a day. */
    moment: (days: number, hours: number) => at(days, hours).toISOString(),
  };
};

export type Calendar = ReturnType<typeof createCalendar>;
