import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { Problem } from '../../lib/problem';
import { forbidden, notFound, wrongAt } from '../../lib/refusals';
import { withinTransaction } from '../../lib/within-transaction';
import type { Principal } from '../../plugins/accounts/contract/principal';
import type { Memberships } from './contract/memberships';
import type { ShownPerson } from './contract/shown-person';
import { holdManagedGroup } from './group-writing';

const alreadyMember = () =>
  new Problem({
    type: 'conflict',
    code: 'already-member',
    detail: 'This person is a member of the group already.',
  });

async function roleOf(trx: Knex, person: string): Promise<string | null | undefined> {
  const { rows } = await trx.raw<{ rows: { role: string | null }[] }>(
    'select role from people where document_id = :person',
    { person },
  );
  return rows[0]?.role;
}

/** Who looks after a group decides about its students; about everybody else administrators do. */
function checkMayDecide(principal: Principal, role: string | null): void {
  const isAdmin = principal.kind === 'user' && principal.role === 'admin';
  if (isAdmin || role === 'student') return;
  throw forbidden('Only administrators may add and remove people who are not students.');
}

/** Changes of who belongs to a group, each in one transaction. */
export const memberWriting = (strapi: Core.Strapi) => {
  const memberships = () => strapi.service('api::group.memberships') as unknown as Memberships;

  return {
    /**
     * @returns the members afterwards.
     * @throws Problem `not-found`, `forbidden`, `validation-failed` at `/userId`, `already-member`
     */
    add: (principal: Principal, group: string, person: string): Promise<ShownPerson[]> =>
      withinTransaction(strapi, async (trx) => {
        await holdManagedGroup(trx, principal, group);
        const role = await roleOf(trx, person);
        if (role === undefined) {
          const message = 'Names a person.';
          throw wrongAt({ pointer: '/userId', code: 'unknown-person', message });
        }
        checkMayDecide(principal, role);
        const added = await memberships().add(trx, group, [person]);
        if (added.length === 0) throw alreadyMember();
        return (await memberships().of(trx, [group])).get(group) ?? [];
      }),

    /** @throws Problem `not-found`, `forbidden` */
    remove: (principal: Principal, group: string, person: string): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        await holdManagedGroup(trx, principal, group);
        const members = (await memberships().of(trx, [group])).get(group) ?? [];
        const member = members.find(({ id }) => id === person);
        if (!member) throw notFound();
        checkMayDecide(principal, member.role);
        await memberships().remove(trx, group, person);
      }),
  };
};
