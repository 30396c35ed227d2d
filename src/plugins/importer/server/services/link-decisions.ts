import type { Knex } from 'knex';
import type { CursorSigner } from '../../../../lib/signed-cursor';
import type { LinkedRecord, LinksQuery, LinkView } from '../../contract/links-http';
import {
  alreadyLinked,
  foreignCursor,
  linkIsDecided,
  noSuchLink,
  notOfThisLink,
  recordsBusy,
} from '../errors';
import type { LinkedRecordRepository } from '../repositories/linked-records';
import type { Decision, LinkRepository, StoredLink } from '../repositories/links';
import { RecordsBusy } from './link-neighbourhood';
import type { LinksService } from './links';

interface DecisionDependencies {
  db: Knex;
  links: LinkRepository;
  linked: () => LinkedRecordRepository;
  settle: LinksService['settle'];
  cursors: CursorSigner;
}

type Records = ReadonlyMap<number, LinkedRecord>;

const endsOf = ({ oneId, otherId }: StoredLink) => [oneId, otherId];

function present(link: StoredLink, records: Records): LinkView {
  const { id, state, reason, score, evidence, canonicalId, decidedBy, decidedAt } = link;
  return {
    id,
    state,
    reason,
    score,
    evidence,
    records: endsOf(link).flatMap((end) => records.get(end) ?? []),
    canonical: (canonicalId !== null && records.get(canonicalId)?.documentId) || null,
    decidedBy,
    decidedAt: decidedAt?.toISOString() ?? null,
    createdAt: link.createdAt.toISOString(),
  };
}

/** What people decide about links: it stands against every rule, and shows at once. */
export function createLinkDecisions(dependencies: DecisionDependencies) {
  const { db, links, linked, settle, cursors } = dependencies;

  async function show(link: StoredLink | null): Promise<LinkView> {
    if (!link) throw noSuchLink();
    return present(link, await linked().find(db, endsOf(link)));
  }

  /** A record is one thing at each provider: two editors cannot confirm it twice. */
  async function refuseSecond(trx: Knex, link: StoredLink, records: Records): Promise<void> {
    const others = (await links.findOf(trx, endsOf(link))).filter(
      ({ id, state }) => id !== link.id && state === 'confirmed',
    );
    const farEnds = await linked().find(trx, others.flatMap(endsOf));
    const providerOf = (id: number) => (farEnds.get(id) ?? records.get(id))?.provider;
    for (const other of others) {
      const shared = endsOf(link).filter((end) => endsOf(other).includes(end));
      const [own, far] = [link, other].map((one) =>
        endsOf(one).find((end) => !shared.includes(end)),
      );
      if (own !== undefined && far !== undefined && providerOf(own) === providerOf(far)) {
        throw alreadyLinked(other.id);
      }
    }
  }

  /** @throws Problem when there is no such link, when it is decided so already, or by the check given. */
  async function decide(
    id: number,
    from: readonly StoredLink['state'][],
    choose: (trx: Knex, link: StoredLink, records: Records) => Promise<Decision> | Decision,
  ): Promise<LinkView> {
    try {
      await db.transaction(async (trx) => {
        const link = await links.findLocked(trx, id);
        if (!link) throw noSuchLink();
        if (!from.includes(link.state)) throw linkIsDecided(link.state);
        const decision = await choose(trx, link, await linked().find(trx, endsOf(link)));
        await links.decide(trx, id, decision);
        await settle(trx, endsOf(link), true);
      });
    } catch (error) {
      if (error instanceof RecordsBusy) throw recordsBusy();
      throw error;
    }
    return show(await links.find(db, id));
  }

  return {
    find: async (id: number): Promise<LinkView> => show(await links.find(db, id)),

    /** Newest first. @throws Problem for a cursor of another list */
    async list({ state, cursor, limit }: LinksQuery) {
      const before = cursor === undefined ? null : cursors.read(cursor, state);
      if (cursor !== undefined && before === null) throw foreignCursor();
      const found = await links.list(db, { state, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const records = await linked().find(db, page.flatMap(endsOf));
      return {
        links: page.map((link) => present(link, records)),
        nextCursor: found.length > limit && last ? cursors.sign(last.id, state) : null,
      };
    },

    /** Both are one from now on, whatever the rules find. */
    confirm: (id: number, { canonical, decidedBy }: { canonical?: string; decidedBy: string }) =>
      decide(id, ['automatic', 'waiting', 'rejected', 'confirmed'], async (trx, link, records) => {
        const chosen = endsOf(link).find((end) => records.get(end)?.documentId === canonical);
        if (canonical !== undefined && chosen === undefined) throw notOfThisLink();
        await refuseSecond(trx, link, records);
        return { state: 'confirmed', canonicalId: chosen ?? null, decidedBy };
      }),

    /** They are two: no rule links them again. */
    reject: (id: number, decidedBy: string) =>
      decide(id, ['automatic', 'waiting', 'confirmed'], () => ({
        state: 'rejected',
        canonicalId: null,
        decidedBy,
      })),

    /** Parts two that stand for one another; both are public again as if they had never been linked. */
    unlink: (id: number, decidedBy: string) =>
      decide(id, ['automatic', 'confirmed'], () => ({
        state: 'rejected',
        canonicalId: null,
        decidedBy,
      })),
  };
}

export type LinkDecisions = ReturnType<typeof createLinkDecisions>;
