const MENTION = /<@([a-z0-9]{1,64})>/g;
const MOST_MENTIONS = 50;

/**
 * Who is mentioned in a text, each once: documentIds as in `<@k1f3...>`, and `room` for everybody. That
 * they belong to the room is not asked: who does not is never told of it.
 */
export function mentionsIn(text: string): string[] {
  const found = [...text.matchAll(MENTION)].map(([, id = '']) => id);
  return [...new Set(found)].slice(0, MOST_MENTIONS);
}
