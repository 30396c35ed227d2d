import type { RestType } from './rest-type';

/**
 * A search as filters over the texts of the public surface. Strapi's own looks through private
 * attributes too, and tells by what it finds what they hold.
 */
export function searchFilters(words: string, { searched }: RestType): Record<string, unknown> {
  if (searched.size === 0) return { id: { $null: true } };
  return { $or: [...searched].map((name) => ({ [name]: { $containsi: words } })) };
}
