import { createHash } from 'node:crypto';

/** A statement-level trigger; the names in `referencing` are transition tables. */
export interface UpkeepTrigger {
  event: 'insert' | 'update' | 'delete' | 'truncate';
  /** `new table as added`, or nothing. */
  referencing: string;
  /** The call of a trigger function. */
  call: string;
}

/** Something that the database keeps in step with a table by itself. */
export interface Upkeep {
  /** In snake case; what it makes is named after it. */
  name: string;
  table: string;
  triggers: readonly UpkeepTrigger[];
  /** Statements that make the functions, each harmless when repeated. */
  functions: readonly string[];
  /** Statements that derive everything anew from the table, while nobody writes to it. */
  rebuild: readonly string[];
}

const PREFIX = 'Kept by the geo plugin: ';

/** The note left on its triggers: when it reads otherwise, what they keep is out of date. */
export const noteOf = ({ name, triggers, functions, rebuild }: Upkeep): string => {
  const definition = JSON.stringify([triggers, functions, rebuild]);
  return `${PREFIX}${name} ${createHash('sha256').update(definition).digest('hex').slice(0, 16)}`;
};

/** What the notes of an upkeep begin with, whatever its definition; of all of them without a name. */
export const notesOf = (name?: string): string =>
  name === undefined ? PREFIX : `${PREFIX}${name} `;
