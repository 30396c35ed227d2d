import type { Knex } from 'knex';
import type {
  AccountDirectory,
  ImportedOutcome,
} from '../../plugins/accounts/contract/account-directory';
import {
  MANAGE_ACCOUNTS,
  READ_ACCOUNTS,
} from '../../plugins/accounts/contract/account-permissions';
import type { Cells } from '../../plugins/exchange/contract/cell';
import type {
  ExchangeKind,
  ImportedBy,
  ImportRow,
  RowVerdict,
} from '../../plugins/exchange/contract/kind';
import {
  PERSON_COLUMNS,
  personFilters,
  PROFILE_NAMES,
  type PersonFilters,
} from './exchange/person-columns';
import { personRows, type PersonRow } from './exchange/person-rows';
import {
  addressIn,
  codesIn,
  planPerson,
  spelled,
  type PlannedPerson,
} from './exchange/plan-person';
import { writeProfiles } from './exchange/profile-rows';

/** What this needs of the memberships. */
interface Memberships {
  setGroups(
    trx: Knex,
    userIds: readonly string[],
    pairs: readonly { groupId: string; userId: string }[],
  ): Promise<void>;
}

interface Dependencies {
  db: () => Knex;
  directory: () => Pick<AccountDirectory, 'importAccounts'>;
  memberships: () => Memberships;
  defaultRole: string;
}

const textIn = (rows: readonly ImportRow[], column: string) =>
  rows.map(({ cells }) => spelled(cells[column])).filter(Boolean);

const refusal = ({ row, code, message }: ImportedOutcome): RowVerdict => ({
  row,
  outcome: 'failed',
  faults: [
    { column: null, code: code ?? 'refused', message: message ?? 'The account was refused.' },
  ],
});

/** People with their accounts, profiles and groups as CSV. */
export function createPersonExchange({
  db,
  directory,
  memberships,
  defaultRole,
}: Dependencies): ExchangeKind {
  async function plan(
    connection: Knex,
    rows: readonly ImportRow[],
    { actor }: ImportedBy,
  ): Promise<{ people: PlannedPerson[]; groups: ReadonlyMap<string, string> }> {
    const addresses = rows.map(({ cells }) => addressIn(cells)).filter(Boolean);
    const stored = await personRows.find(connection, { ids: textIn(rows, 'id'), addresses });
    const byId = new Map(stored.map((person) => [person.id, person]));
    const byAddress = new Map(stored.map((person) => [person.email.toLowerCase(), person]));
    const names = textIn(rows, 'username').map((name) => name.toLowerCase());
    const codes = rows.flatMap(({ cells }) => codesIn(cells) ?? []);
    const surroundings = {
      roles: await personRows.roles(connection),
      owners: await personRows.ownersOf(connection, names),
      groups: await personRows.groupsOf(connection, codes),
      defaultRole,
      actingId: actor.kind === 'user' ? actor.id : null,
    };
    const people = rows.map((row) => {
      const person = byId.get(spelled(row.cells['id'])) ?? byAddress.get(addressIn(row.cells));
      return planPerson(row, person, surroundings);
    });
    return { people, groups: surroundings.groups };
  }

  const importAccounts = (trx: Knex.Transaction, people: PlannedPerson[], by: ImportedBy) =>
    people.length === 0
      ? Promise.resolve([])
      : directory().importAccounts(
          trx,
          people.map(({ row, account }) => ({ row, ...account })),
          by,
        );

  /** What the accounts would say to it, asked by doing it and taking it back. */
  async function tryAccounts(people: PlannedPerson[], by: ImportedBy) {
    const trx = await db().transaction();
    try {
      return await importAccounts(trx, people, by);
    } finally {
      await trx.rollback();
    }
  }

  const isSound = ({ faults }: PlannedPerson) => faults.length === 0;
  const changesAccount = (person: PlannedPerson) => isSound(person) && person.isAccountChanged;

  function verdictsOf(people: PlannedPerson[], outcomes: ImportedOutcome[]): RowVerdict[] {
    const refused = new Map(
      outcomes.filter(({ outcome }) => outcome === 'refused').map((one) => [one.row, one]),
    );
    return people.map(({ row, outcome, faults }): RowVerdict => {
      if (faults.length > 0) return { row, outcome: 'failed', faults };
      const no = refused.get(row);
      return no ? refusal(no) : { row, outcome };
    });
  }

  async function writeRest(
    trx: Knex,
    people: (PlannedPerson & { userId: number })[],
    { groups, columns }: { groups: ReadonlyMap<string, string>; columns: Cells },
  ): Promise<void> {
    const profiles = people.filter(({ profile }) => Object.keys(profile).length > 0);
    await writeProfiles(
      trx,
      profiles.map(({ userId, profile, stored }) => ({ userId, cells: { ...stored, ...profile } })),
      PROFILE_NAMES.filter((name) => columns[name] !== undefined),
    );
    const regrouped = people.filter((person) => person.groups !== null);
    const ids = await personRows.idsOf(
      trx,
      regrouped.map(({ userId }) => userId),
    );
    const idOf = (userId: number) => ids.get(userId) ?? '';
    await memberships().setGroups(
      trx,
      [...ids.values()],
      regrouped.flatMap(({ userId, groups: codes }) =>
        (codes ?? []).map((code) => ({ groupId: groups.get(code) ?? '', userId: idOf(userId) })),
      ),
    );
  }

  return {
    name: 'users',
    contentType: 'plugin::users-permissions.user',
    columns: PERSON_COLUMNS,
    filters: personFilters,
    panel: { subject: null, export: [READ_ACCOUNTS], import: [READ_ACCOUNTS, MANAGE_ACCOUNTS] },

    async readPage({ columns, filters, after, limit }) {
      const people = await personRows.page(db(), {
        filters: filters, // that is what parsed it
        withGroups: columns.includes('groups'),
        after: after === null ? 0 : Number(after),
        limit,
      });
      const last = people.length === limit ? people.at(-1) : undefined;
      // Cells by the names of columns, and more that nobody asks for.
      const rows: Cells[] = people.map((person) => ({ ...person }));
      return { rows, next: last ? String(last.key) : null };
    },

    import: {
      invites: true,
      batchSize: 500,
      uniqueColumns: ['id', 'email', 'username'],

      async check(rows, by) {
        const { people } = await plan(db(), rows, by);
        const asked = people.filter(changesAccount);
        return verdictsOf(people, asked.length > 0 ? await tryAccounts(asked, by) : []);
      },

      async write(trx, rows, by) {
        const { people, groups } = await plan(trx, rows, by);
        const outcomes = await importAccounts(trx, people.filter(changesAccount), by);
        const userIds = new Map(outcomes.map(({ row, userId }) => [row, userId]));
        const written = people.filter(isSound).flatMap((person) => {
          const userId = person.isAccountChanged
            ? (userIds.get(person.row) ?? null)
            : (person.stored?.key ?? null);
          return userId === null ? [] : [{ ...person, userId }];
        });
        await writeRest(trx, written, { groups, columns: rows[0]?.cells ?? {} });
        return verdictsOf(people, outcomes);
      },
    },
  };
}
