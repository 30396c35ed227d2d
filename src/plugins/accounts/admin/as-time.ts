const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment as the reader's own calendar and clock have it. */
export const asTime = (iso: string | null): string => (iso ? FORMAT.format(new Date(iso)) : '–');
