import type { DocumentRule, PlannedEntry } from '../../lib/document-rules/document-rules';

interface Group {
  id: number;
  code: string;
}
/** As `relations` and `carries` have them read. */
const partsOf = (entry: PlannedEntry) =>
  entry as { group: Group | null; tasks?: { group: Group | null }[] };

/** A milestone is of a group, and so are its tasks. */
export const milestoneRule: DocumentRule = {
  uid: 'api::milestone.milestone',
  relations: { group: {} },
  carries: { tasks: ['group'] },
  ledElsewhere: ['tasks'],
  check: (entry) => {
    const { group, tasks = [] } = partsOf(entry);
    if (!group) return [{ path: ['group'], message: 'A milestone needs a group.' }];
    const left = tasks.find((task) => task.group && task.group.id !== group.id);
    if (!left) return [];
    const message = `Its tasks belong to ${left.group?.code}. Move or delete them first.`;
    return [{ path: ['group'], message }];
  },
};
