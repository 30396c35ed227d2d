import type { DocumentRule, PlannedEntry } from '../../lib/document-rules/document-rules';
import { linkTo } from '../../lib/written-as';

interface Group {
  id: number;
  documentId: string;
}
/** As `relations` has them read. */
const partsOf = (entry: PlannedEntry) =>
  entry as { group: Group | null; milestone: { group: Group | null } | null };

/** A task is of a group, and its milestone of the same; who names only the milestone means its group. */
export const taskRule: DocumentRule = {
  uid: 'api::task.task',
  relations: { group: {}, milestone: { populate: ['group'] } },
  complete: (entry) => {
    const { group, milestone } = partsOf(entry);
    return !group && milestone?.group ? { group: linkTo(milestone.group.documentId) } : {};
  },
  check: (entry) => {
    const { group, milestone } = partsOf(entry);
    if (!group) return [{ path: ['group'], message: 'A task needs a group.' }];
    if (!milestone?.group || milestone.group.id === group.id) return [];
    return [{ path: ['milestone'], message: 'The milestone belongs to another group.' }];
  },
};
