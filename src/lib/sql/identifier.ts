/** A name from our own metadata as an SQL identifier, quoted. Never give it outside input. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
