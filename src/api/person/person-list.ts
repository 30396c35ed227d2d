import type { Knex } from 'knex';
import { Problem } from '../../lib/problem';
import type { SealedCursors } from '../../lib/sealed-cursor';
import type { Person, PersonListQuery, SortKey } from './person-fields';
import type { PersonRows, Position } from './person-rows';

export interface PersonPage {
  people: Person[];
  total: number;
  nextCursor: string | null;
}

interface Dependencies {
  db: () => Knex;
  rows: PersonRows;
  cursors: () => SealedCursors;
}

function positionIn(cursors: SealedCursors, cursor: string | undefined, scope: string) {
  if (cursor === undefined) return null;
  const [value, id] = cursors.open(cursor, scope) ?? [];
  if (typeof value === 'string' && typeof id === 'number') return [value, id] as Position;
  throw new Problem({
    type: 'invalid-query',
    detail: 'This cursor does not belong to this list. Begin anew without it.',
    faults: [{ parameter: 'cursor', code: 'invalid', message: 'does not belong to this list' }],
  });
}

function readSort(sort: PersonListQuery['sort']) {
  const isDescending = sort.startsWith('-');
  // The schema lists each key with and without the dash.
  return { key: sort.slice(Number(isDescending)) as SortKey, isDescending };
}

/** The list of people for administrators: two statements for any page, three by role. */
export const createPersonList = ({ db, rows, cursors }: Dependencies) => ({
  /** @throws Problem `invalid-query` for a cursor of another list, or of none. */
  async find(
    { cursor, limit, sort, ...wanted }: PersonListQuery,
    role: string,
  ): Promise<PersonPage> {
    const scope = JSON.stringify([role, sort, Object.entries(wanted).sort()]);
    const after = positionIn(cursors(), cursor, scope);
    const { role: type, ...rest } = wanted;
    const roleIds = type === undefined ? undefined : await rows.findRoleIds(db(), type);
    const filter = { ...rest, roleIds };
    const total = await rows.count(db(), filter);
    const asked = { filter, sort: readSort(sort), after, limit: limit + 1 };
    const found = await rows.findAfter(db(), asked);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = found.length > limit && last ? cursors().seal(last.position, scope) : null;
    return { people: page.map(({ person }) => person), total, nextCursor };
  },
});

export type PersonList = ReturnType<typeof createPersonList>;
