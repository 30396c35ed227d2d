/**
 * A moment as mails write it, such as `14 March 2025 at 10:32 UTC`. It names its zone: nobody knows
 * that of the reader.
 * @param timeZone a name of the IANA database.
 */
export function mailTime(moment: Date, timeZone = 'UTC'): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  const zone = timeZone === 'UTC' ? timeZone : `(${timeZone.replaceAll('_', ' ')})`;
  return `${format.format(moment)} ${zone}`;
}
