const SHORTEST = 3;
const LONGEST_BASE = 24;
const FALLBACK = 'member';
const SUFFIX_END = 1_000_000;

/** Names to try for a new person: their address's own first, then with a number that may be free. */
export function* usernamesFor(
  email: string,
  below: (end: number) => number,
): Generator<string, never> {
  const [localPart = ''] = email.split('@');
  const [withoutTag = ''] = localPart.split('+');
  const base = withoutTag
    .replace(/[^a-z0-9._-]+/gi, '-')
    .slice(0, LONGEST_BASE)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/gi, '');
  const name = base.length < SHORTEST ? FALLBACK : base;
  if (name !== FALLBACK) yield name;
  for (;;) yield `${name}${below(SUFFIX_END)}`;
}
