/** Positions of tests: an hour ago on the Tagus, so many seconds later and so far to the east. */
export const HOUR_AGO = Date.now() - 3_600_000;

export const momentAt = (seconds: number): string =>
  new Date(HOUR_AGO + seconds * 1000).toISOString();

/** Somebody who walks eastward at about a metre a second. */
export const step = (seconds: number, more: object = {}) => ({
  lon: Math.round((-9.2 + seconds * 0.0000115) * 1e7) / 1e7,
  lat: 38.69,
  recordedAt: momentAt(seconds),
  ...more,
});

export const stepsUpTo = (count: number, every = 10) =>
  Array.from({ length: count }, (_, index) => step(index * every));

/** The same in an order that is the same each time. */
export const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item, index) => ({ item, at: (index * 7919) % 104_729 }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);

/** So many seconds from now. */
export const inSeconds = (seconds: number): string =>
  new Date(Date.now() + seconds * 1000).toISOString();
