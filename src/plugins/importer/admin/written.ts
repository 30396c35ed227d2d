const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export const asNumber = (value: number): string => NUMBER.format(value);

const SOURCES: Record<string, string> = {
  obis: 'OBIS',
  gbif: 'GBIF',
  worms: 'WoRMS',
  dwca: 'Darwin Core Archive',
  csv: 'CSV',
};

/** What can be imported from. */
export const SOURCE_NAMES = Object.keys(SOURCES);

/** A source by the name that people know. */
export const asSource = (source: string): string => SOURCES[source] ?? source;

/** So many seconds in the two largest units that fit: `45 s`, `3 min 20 s`, `1 h 5 min`. */
export function asDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor((whole % 3600) / 60),
    whole % 60,
  ];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
  return `${rest} s`;
}
