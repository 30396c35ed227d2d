/**
 * A relation to one as it is written. In full: Strapi takes a bare documentId that begins with a digit
 * for a number.
 */
export const linkTo = (documentId: string | null) =>
  documentId === null ? null : { set: [{ documentId }] };

/**
 * What is written to an entry, with relations to one by documentId. The types that Strapi generates for
 * it leave out that null empties an attribute.
 */
export function writtenAs<Entry extends object>(
  entry: Entry,
  relations: readonly (keyof Entry & string)[],
): never {
  const isRelation = new Set<string>(relations);
  const written = Object.entries(entry).map(([name, value]: [string, unknown]) => {
    const isLink = isRelation.has(name) && (value === null || typeof value === 'string');
    return [name, isLink ? linkTo(value) : value] as const;
  });
  return Object.fromEntries(written) as never;
}
