import { adjacencyGraphs } from '@zxcvbn-ts/language-common';

const LAYOUTS = [adjacencyGraphs.qwerty, adjacencyGraphs.qwertz, adjacencyGraphs.azerty];
const SEQUENCE_SHARE = 0.7;

/** The keys beside each key, each given as the characters it types: `{ a: ['qQ', 'wW', ...] }`. */
type Layout = Record<string, readonly (string | null)[]>;

const isNeighbour = (layout: Layout, from: string, to: string): boolean =>
  layout[from]?.some((key) => key !== null && key.includes(to)) ?? false;

/** The same character, or the one before or after it. */
const isCountedOn = (from: string, to: string): boolean =>
  Math.abs((to.codePointAt(0) ?? 0) - (from.codePointAt(0) ?? 0)) <= 1;

/**
 * Whether most characters follow from the one before: neighbours on a keyboard, in the alphabet or
 * in counting. In words and names about one pair in six does, by chance one in ten.
 */
export function isSequence(password: string): boolean {
  const letters = [...password.toLowerCase()];
  const pairs = letters.slice(1).map((to, index) => [letters[index] ?? '', to] as const);
  const shareOn = (layout: Layout) =>
    pairs.filter(([from, to]) => isCountedOn(from, to) || isNeighbour(layout, from, to)).length /
    pairs.length;
  return pairs.length > 0 && LAYOUTS.some((layout) => shareOn(layout) >= SEQUENCE_SHARE);
}
