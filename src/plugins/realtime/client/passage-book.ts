import type { Crossing, CrossingChange, Passage } from '../contract/checkpoints';

/** What one person did at one checkpoint, in order. */
interface Page {
  person: Passage['person'];
  checkpoint: string;
  crossings: Crossing[];
}

const momentOf = ({ at }: Crossing): number => Date.parse(at);

const crossingsOf = ({ enteredAt, leftAt }: Passage): Crossing[] => [
  { type: 'entered', at: enteredAt },
  ...(leftAt === null ? [] : [{ type: 'left' as const, at: leftAt }]),
];

function passagesOf({ person, checkpoint, crossings }: Page): Passage[] {
  const passages: Passage[] = [];
  for (const { type, at } of crossings) {
    const last = passages.at(-1);
    const isInside = last?.leftAt === null;
    if (type === 'entered' && !isInside) {
      passages.push({ person, checkpoint, enteredAt: at, leftAt: null });
    } else if (type === 'left' && isInside) {
      last.leftAt = at;
    }
  }
  return passages;
}

/** Who was at which checkpoint when, kept up to date by what the server tells. */
export function createPassageBook() {
  const pages = new Map<string, Page>();
  const pageOf = ({ person, checkpoint }: Pick<Page, 'person' | 'checkpoint'>): Page => {
    const name = `${person.id} ${checkpoint}`;
    const page = pages.get(name) ?? { person, checkpoint, crossings: [] };
    pages.set(name, page);
    return page;
  };

  return {
    replace(passages: readonly Passage[]): void {
      pages.clear();
      for (const passage of passages) pageOf(passage).crossings.push(...crossingsOf(passage));
    },

    /** What was told of the time of the change is forgotten; what it says takes its place. */
    apply: (change: CrossingChange): void => {
      const page = pageOf(change);
      const after = change.after === null ? -Infinity : Date.parse(change.after);
      const upTo = change.upTo === null ? Infinity : Date.parse(change.upTo);
      const others = page.crossings.filter(
        (crossing) => momentOf(crossing) <= after || momentOf(crossing) > upTo,
      );
      page.crossings = [...others, ...change.crossings].sort(
        (one, other) => momentOf(one) - momentOf(other),
      );
    },

    /** In the order of coming. */
    passages: (): Passage[] =>
      [...pages.values()]
        .flatMap(passagesOf)
        .sort((one, other) => Date.parse(one.enteredAt) - Date.parse(other.enteredAt)),
  };
}
