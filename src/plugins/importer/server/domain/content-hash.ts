import { hash } from 'node:crypto';
import { OCCURRENCE_FIELDS, type OccurrenceField, type StoredFields } from './occurrence-fields';

/** The key is identity, not content: a record whose key stepped down a rung has not changed. */
const HASHED_FIELDS = (Object.keys(OCCURRENCE_FIELDS) as OccurrenceField[]).filter(
  (field) => field !== 'recordKey',
);

/**
 * Hash over the stored fields in their fixed order and the canonical raw record (as far as it is
 * content). An absent value is
 * a null byte, which no stored text can hold, so that absent and empty differ.
 */
export function hashContent(fields: StoredFields, hashedJson: string): string {
  let text = '';
  for (const field of HASHED_FIELDS) {
    const value = fields[field];
    text += value === null || value === undefined ? '\u0000\u001f' : `${value.toString()}\u001f`;
  }
  return hash('sha256', text + hashedJson, 'hex');
}
