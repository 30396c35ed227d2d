import { errors } from '@strapi/utils';
import { databaseProblem } from '../../../../lib/http/database-problem';
import { Problem } from '../../../../lib/problem';
import type { ImportRow, RowVerdict } from '../../contract/kind';

type Write = (rows: readonly ImportRow[]) => Promise<RowVerdict[]>;

/** What a row is told that could not be written. @throws what is no fault of the row. */
function verdictOf({ row }: ImportRow, error: unknown): RowVerdict {
  const problem = error instanceof Problem ? error : databaseProblem(error);
  const isRefusedByStrapi = !problem && error instanceof errors.ApplicationError;
  if (isRefusedByStrapi) {
    const fault = { column: null, code: 'invalid', message: error.message };
    return { row, outcome: 'failed', faults: [fault] };
  }
  if (!problem || problem.status >= 500) throw error;
  const { code, message } = problem;
  return { row, outcome: 'failed', faults: [{ column: null, code, message }] };
}

/**
 * Writes a batch in one transaction. When one row spoils it, because things have changed since they
 * were checked, each is tried by itself, so that one does not take the others with it.
 */
export async function writeBatch(rows: readonly ImportRow[], write: Write): Promise<RowVerdict[]> {
  try {
    return await write(rows);
  } catch (error) {
    const [only] = rows;
    if (only && rows.length === 1) return [verdictOf(only, error)];
    const verdicts: RowVerdict[] = [];
    for (const row of rows) verdicts.push(...(await writeBatch([row], write)));
    return verdicts;
  }
}
