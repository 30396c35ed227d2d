import { AUDIENCES } from './content';

/** What is wrong with whom an entry is for; undefined when nothing is. A draft need not say yet. */
export function audienceFault(audience: unknown, isPublished: boolean): string | undefined {
  if (audience === null || audience === undefined) {
    return isPublished ? 'Say whom this is for.' : undefined;
  }
  const known: readonly unknown[] = AUDIENCES;
  const isList =
    Array.isArray(audience) && audience.length > 0 && new Set(audience).size === audience.length;
  if (isList && audience.every((one: unknown) => known.includes(one))) return undefined;
  return `Name each audience once: ${AUDIENCES.join(', ')}.`;
}
