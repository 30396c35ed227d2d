const FORMAT = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** A moment as mails write it, such as `14 March 2025 at 10:32 UTC`: nobody knows the reader's zone. */
export const mailTime = (moment: Date): string => `${FORMAT.format(moment)} UTC`;
