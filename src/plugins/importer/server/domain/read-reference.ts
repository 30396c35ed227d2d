import { readText } from './read-value';

const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?(10\.\d{4,9}\/\S+)$/i;

/** The bare DOI in a DOI, its address or a `doi:` name; `null` for anything else. */
export function readDoi(value: unknown): string | null {
  return DOI.exec(readText(value) ?? '')?.[1] ?? null;
}

/** A point in time as ISO text, when a timestamp column can hold it. */
export function readInstant(value: unknown): string | null {
  const ms = Date.parse(readText(value) ?? '');
  const isStorable = ms >= 0 && ms < Date.UTC(9999, 0);
  return isStorable ? new Date(ms).toISOString() : null;
}

const LSID = /^urn:lsid:marinespecies\.org:taxname:(\d{1,9})$/i;
const PAGE = /^https?:\/\/(?:www\.)?marinespecies\.org\/aphia\.php\?.*\bid=(\d{1,9})\b/i;

/** The AphiaID in a WoRMS identifier: its LSID or the address of its page. */
export function readAphiaIdentifier(value: unknown): number | null {
  const text = readText(value) ?? '';
  const digits = LSID.exec(text)?.[1] ?? PAGE.exec(text)?.[1];
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}
