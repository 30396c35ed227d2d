const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Stands where there is nothing to show. */
export const NOTHING = '–';

/** A moment as the reader's own calendar and clock have it. */
export const asTime = (iso: string | null): string => (iso ? TIME.format(new Date(iso)) : NOTHING);
