import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/** Runs `work` in one transaction, the one that is open or a new one; Strapi's own writes in it join. */
export const withinTransaction = <Result>(
  strapi: Core.Strapi,
  work: (trx: Knex.Transaction) => Promise<Result>,
): Promise<Result> =>
  // Strapi types its transactions as any.
  strapi.db.transaction(({ trx }) => work(trx as Knex.Transaction)) as Promise<Result>;
