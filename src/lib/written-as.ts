/**
 * What is written to an entry. The types that Strapi generates for it leave out that null empties an
 * attribute.
 */
export const writtenAs = (entry: object) => entry as never;
