import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { managedGroups, readableGroups } from '../../access/groups';
import { Problem } from '../../lib/problem';
import { forbidden, notFound, wrongAt } from '../../lib/refusals';
import { ruleHolds } from '../../lib/row-rule-holds';
import { withinTransaction } from '../../lib/within-transaction';
import { writtenAs } from '../../lib/written-as';
import type { Principal } from '../../plugins/accounts/contract/principal';
import type { GroupPatch, NewGroup } from './contract/group-body';

const MENTORING_ROLES = ['mentor', 'supervisor', 'admin'];
/** What those who look after a group leave to administrators. */
const ADMINISTERED = ['code', 'mentor'] as const;

const codeTaken = () =>
  new Problem({
    type: 'conflict',
    code: 'code-taken',
    detail: 'There is already a group with this code.',
  });

/** Relies on groups_code_key, so that of two at once one is refused. */
async function refusingTakenCode<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const isTaken =
      error instanceof Error && 'constraint' in error && error.constraint === 'groups_code_key';
    throw isTaken ? codeTaken() : error;
  }
}

async function checkMentor(trx: Knex, mentor: string | null | undefined): Promise<void> {
  if (mentor === null || mentor === undefined) return;
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    'select 1 from people where document_id = :mentor and role = any(:roles)',
    { mentor, roles: MENTORING_ROLES },
  );
  if (rows.length > 0) return;
  throw wrongAt({
    pointer: '/data/mentor',
    code: 'no-mentor',
    message: 'Names a mentor, supervisor or administrator.',
  });
}

/**
 * Holds a group that somebody changes.
 * @throws Problem `not-found` for who may not see it, `forbidden` for who does not look after it.
 */
export async function holdManagedGroup(
  trx: Knex,
  principal: Principal,
  documentId: string,
): Promise<void> {
  const row = { table: 'groups', documentId };
  if (!(await ruleHolds(trx, readableGroups(principal), row))) throw notFound();
  if (!(await ruleHolds(trx, managedGroups(principal), row))) {
    throw forbidden('Only those who look after a group may change it.');
  }
  await trx.raw('select 1 from groups where document_id = :documentId for no key update', {
    documentId,
  });
}

const isAdmin = (principal: Principal) => principal.kind === 'user' && principal.role === 'admin';

/** Writes of groups by the API, each in one transaction. */
export const groupWriting = (strapi: Core.Strapi) => {
  const groups = () => strapi.documents('api::group.group');

  return {
    /** @returns the documentId. @throws Problem `code-taken`, `validation-failed` */
    create: (data: NewGroup): Promise<string> =>
      withinTransaction(strapi, async (trx) => {
        await checkMentor(trx, data.mentor);
        const made = await refusingTakenCode(() =>
          groups().create({ data: writtenAs(data, ['mentor']) }),
        );
        return made.documentId;
      }),

    /** @throws Problem `not-found`, `forbidden`, `code-taken`, `validation-failed` */
    update: (principal: Principal, documentId: string, data: GroupPatch): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        await holdManagedGroup(trx, principal, documentId);
        const reserved = ADMINISTERED.filter((name) => data[name] !== undefined);
        if (reserved.length > 0 && !isAdmin(principal)) {
          throw forbidden(`Only administrators may change ${reserved.join(' and ')}.`);
        }
        await checkMentor(trx, data.mentor);
        await refusingTakenCode(() =>
          groups().update({ documentId, data: writtenAs(data, ['mentor']) }),
        );
      }),

    /** What a group has goes with it. @throws Problem `not-found` */
    delete: (principal: Principal, documentId: string): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        await holdManagedGroup(trx, principal, documentId);
        await groups().delete({ documentId });
      }),
  };
};
