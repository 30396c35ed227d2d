const INT4 = 2_147_483_647n;
const INT8 = 9_223_372_036_854_775_807n;

const isWhole = (largest: bigint) => (text: string) =>
  /^-?\d{1,19}$/.test(text) && BigInt(text) <= largest && BigInt(text) >= -largest - 1n;

const isNumber = (text: string) =>
  /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,2})?$/i.test(text) && Number.isFinite(Number(text));

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A day that is in the calendar: 2023-02-30 is not. */
function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

const isInstant = (text: string) =>
  INSTANT.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));

const isFlag = (text: string) => ['true', 'false', '1', '0'].includes(text);
const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/.test(text);
const isText = () => true;

const EQUALITY = ['$eq', '$ne', '$in', '$notIn'];
const ORDER = ['$lt', '$lte', '$gt', '$gte', '$between'];
const TEXT = [
  '$eqi',
  '$nei',
  '$contains',
  '$notContains',
  '$containsi',
  '$notContainsi',
  '$startsWith',
  '$startsWithi',
  '$endsWith',
  '$endsWithi',
];
/** These take no value of the attribute, but `true` or `false`, and fit every attribute. */
export const PRESENCE = ['$null', '$notNull'];

interface Kind {
  operators: ReadonlySet<string>;
  /** Whether a text is a value of this kind, as a column takes it. */
  isValue: (text: string) => boolean;
  /** What a value is, in words. */
  expects: string;
}

const ordered = (isValue: Kind['isValue'], expects: string): Kind => ({
  operators: new Set([...EQUALITY, ...ORDER, ...PRESENCE]),
  isValue,
  expects,
});

const text: Kind = {
  operators: new Set([...EQUALITY, ...ORDER, ...TEXT, ...PRESENCE]),
  isValue: isText,
  expects: 'a text',
};

const KINDS: Partial<Record<string, Kind>> = {
  string: text,
  text,
  richtext: text,
  email: text,
  uid: text,
  enumeration: text,
  integer: ordered(isWhole(INT4), 'a whole number'),
  biginteger: ordered(isWhole(INT8), 'a whole number'),
  float: ordered(isNumber, 'a number'),
  decimal: ordered(isNumber, 'a number'),
  date: ordered(isDate, 'a date such as 2024-05-31'),
  datetime: ordered(isInstant, 'a time such as 2024-05-31T12:00:00Z'),
  timestamp: ordered(isInstant, 'a time such as 2024-05-31T12:00:00Z'),
  time: ordered(isTime, 'a time of day such as 12:00'),
  boolean: {
    operators: new Set([...EQUALITY, ...PRESENCE]),
    isValue: isFlag,
    expects: 'true or false',
  },
};

/** What may not be compared at all can be there or not: JSON, blocks. */
const OPAQUE: Kind = {
  operators: new Set(PRESENCE),
  isValue: () => false,
  expects: 'asked for with $null or $notNull',
};

export const kindOf = (scalarType: string): Kind => KINDS[scalarType] ?? OPAQUE;

/** The types whose texts a search looks through. */
export const isSearchable = (scalarType: string): boolean => KINDS[scalarType] === text;
