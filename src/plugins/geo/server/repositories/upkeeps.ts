import type { Knex } from 'knex';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import { noteOf, notesOf, type Upkeep, type UpkeepTrigger } from '../domain/upkeep';

/** A trigger of ours as the database has it. */
export interface KeptTrigger {
  table: string;
  trigger: string;
  note: string;
  isEnabled: boolean;
}

const nameOf = ({ name }: Upkeep, { event }: UpkeepTrigger): string => `geo_${name}_${event}`;

/** Catalogue reads and schema statements for the triggers that keep derived tables in step. */
export const createUpkeepRepository = (db: Knex) => ({
  /** Every trigger of ours in this schema, those of tables that are no longer registered too. */
  async inspect(): Promise<KeptTrigger[]> {
    const { rows } = await db.raw<{ rows: KeptTrigger[] }>(
      `select c.relname as "table",
              t.tgname as "trigger",
              d.description as "note",
              t.tgenabled = 'O' as "isEnabled"
         from pg_trigger t
         join pg_class c on c.oid = t.tgrelid
         join pg_description d on d.objoid = t.oid and d.classoid = cast('pg_trigger' as regclass)
        where c.relnamespace = to_regnamespace(current_schema())
          and starts_with(d.description, :prefix)`,
      { prefix: notesOf() },
    );
    return rows;
  },

  /** Lets nobody write to the table until the transaction ends; reading goes on. */
  async lock({ table }: Pick<Upkeep, 'table'>): Promise<void> {
    await db.raw(`lock table ${quoteIdentifier(table)} in share row exclusive mode`);
  },

  async drop({ table, trigger }: Pick<KeptTrigger, 'table' | 'trigger'>): Promise<void> {
    await db.raw(`drop trigger if exists ${quoteIdentifier(trigger)} on ${quoteIdentifier(table)}`);
  },

  /** Makes functions and triggers, and derives everything anew. */
  async create(upkeep: Upkeep): Promise<void> {
    const table = quoteIdentifier(upkeep.table);
    for (const statement of upkeep.functions) await db.raw(statement);
    for (const trigger of upkeep.triggers) {
      const name = quoteIdentifier(nameOf(upkeep, trigger));
      const referencing = trigger.referencing && `referencing ${trigger.referencing}`;
      await db.raw(
        `create trigger ${name} after ${trigger.event} on ${table} ${referencing}
           for each statement execute function ${trigger.call}`,
      );
      // `comment on` takes no bindings; the note holds a name of ours and a hash.
      await db.raw(`comment on trigger ${name} on ${table} is '${noteOf(upkeep)}'`);
    }
    for (const statement of upkeep.rebuild) await db.raw(statement);
  },
});

export type UpkeepRepository = ReturnType<typeof createUpkeepRepository>;
