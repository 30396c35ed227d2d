import type { Knex } from 'knex';
import { z } from 'zod';
import { ROW_RULES } from '../../access/row-rules';
import { Problem } from '../../lib/problem';
import { NO_ROWS } from '../../lib/row-rule';
import { READ_ACCOUNTS } from '../../plugins/accounts/contract/account-permissions';
import type { Cells } from '../../plugins/exchange/contract/cell';
import type {
  DocumentColumn,
  DocumentKind,
  LinkedRow,
} from '../../plugins/exchange/contract/document-kind';
import { groupPeople, type AddressedPerson } from './exchange/group-people';

const UID = 'api::group.group';

const textUpTo = (length: number) => z.string().max(length, `has at most ${length} characters`);

const attribute = (column: DocumentColumn): DocumentColumn => ({
  ...column,
  attribute: column.name,
});

const COLUMNS: DocumentColumn[] = [
  {
    name: 'code',
    kind: 'text' as const,
    schema: z
      .string()
      .regex(
        /^\s*[A-Za-z0-9][A-Za-z0-9-]{1,19}\s*$/,
        'must have 2 to 20 letters, digits or dashes',
      ),
  },
  { name: 'name', kind: 'text' as const, isRequired: true, schema: textUpTo(120) },
  { name: 'track', kind: 'text' as const, schema: textUpTo(100) },
  { name: 'description', kind: 'text' as const, schema: textUpTo(2000) },
].map(attribute);

const spelled = (address: string) => address.trim().toLowerCase();
const mentorOf = ({ mentor }: Cells) => (typeof mentor === 'string' ? spelled(mentor) : '');
const membersOf = ({ members }: Cells) =>
  Array.isArray(members) ? [...new Set(members.map(spelled))] : [];

const unknownPerson = (column: string, address: string) => ({
  column,
  code: 'unknown-person',
  message: `Nobody has the address ${address}.`,
});

/** People by their addresses, for all that rows name. */
const peopleIn = (rows: readonly LinkedRow[]) =>
  rows.flatMap(({ cells }) => [mentorOf(cells), ...membersOf(cells)]).filter(Boolean);

function idOf(people: Map<string, AddressedPerson>, address: string): string {
  const person = people.get(address);
  if (person) return person.documentId;
  // Was there when the rows were checked; the batch is tried again, row by row.
  const detail = `Nobody has the address ${address} any more.`;
  throw new Problem({ type: 'validation-failed', code: 'unknown-person', detail });
}

interface Pair {
  groupId: string;
  userId: string;
}
/** What this needs of the memberships. */
interface Memberships {
  setMembers(trx: Knex, groupIds: readonly string[], pairs: readonly Pair[]): Promise<void>;
}

/** Groups with their people as CSV. In a file that has the column, the list of members is the truth. */
export const createGroupExchange = ({
  memberships,
}: {
  memberships: () => Memberships;
}): DocumentKind => ({
  name: 'groups',
  contentType: UID,
  columns: COLUMNS,
  naturalKey: 'code',
  linked: {
    columns: [
      { name: 'mentor', kind: 'text', attribute: 'mentor', panelAction: READ_ACCOUNTS },
      { name: 'members', kind: 'list', panelAction: READ_ACCOUNTS },
    ],

    read: (db, documentIds) => groupPeople.read(db, documentIds),

    async check(db, rows) {
      const people = await groupPeople.find(db, peopleIn(rows));
      const faultsOf = ({ cells }: LinkedRow) => {
        const mentor = mentorOf(cells);
        return [
          ...(mentor && !people.has(mentor) ? [unknownPerson('mentor', mentor)] : []),
          ...membersOf(cells)
            .filter((address) => !people.has(address))
            .map((address) => unknownPerson('members', address)),
        ];
      };
      return new Map(rows.map((row) => [row.row, faultsOf(row)]));
    },

    async write(trx, rows) {
      const people = await groupPeople.find(trx, peopleIn(rows));
      const named = rows.filter(({ cells }) => cells['mentor'] !== undefined);
      await groupPeople.setMentors(
        trx,
        named.map(({ documentId, cells }) => {
          const address = mentorOf(cells);
          return { groupId: documentId, mentorId: address ? idOf(people, address) : null };
        }),
      );
      const listed = rows.filter(({ cells }) => cells['members'] !== undefined);
      await memberships().setMembers(
        trx,
        listed.map(({ documentId }) => documentId),
        listed.flatMap(({ documentId, cells }) =>
          membersOf(cells).map((address) => ({
            groupId: documentId,
            userId: idOf(people, address),
          })),
        ),
      );
    },
  },
  batchSize: 100,
  rowsFor: (principal) => ROW_RULES[UID]?.(principal) ?? NO_ROWS,
});
