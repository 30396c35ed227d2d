import { normalizeLicense } from '../../domain/license';
import type { ProviderDataset } from '../../domain/occurrence';
import { readDoi, readInstant } from '../../domain/read-reference';
import { isFields, readText } from '../../domain/read-value';
import { parseXml } from './read-meta';

type Described = Omit<ProviderDataset, 'provider' | 'datasetKey'>;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Marked-up text as a reader sees it, in its order. */
function plain(markup: string): string {
  return (
    markup
      // Never beyond the next one: a million of `<` would be read a million times.
      .replace(/<[^<>]*>/g, ' ')
      .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
      .replace(/&#(\d{1,7});/g, (_, code: string) =>
        String.fromCodePoint(Math.min(+code, 0x10ffff)),
      )
      .replace(/\s+/g, ' ')
      .replace(/ ([.,;:)])/g, '$1')
      .trim()
  );
}

function all(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat();
}

/** The text of the first of several elements: the others are translations. */
function textOf(value: unknown): string | null {
  const [first] = all(value);
  const text = isFields(first) ? readText(first['#text']) : readText(first);
  return text === null ? null : plain(text) || null;
}

const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((found, name) => {
    const [first] = all(found);
    return isFields(first) ? first[name] : undefined;
  }, value);

/** `Hart T, Lee M (2018). Title.` where a publisher gave no citation of its own. */
function composedCitation(dataset: unknown, title: string | null): string | null {
  const names = all(at(dataset, 'creator')).flatMap((creator) => {
    const last = textOf(at(creator, 'individualName', 'surName'));
    const given = textOf(at(creator, 'individualName', 'givenName'));
    const name = last && [last, given?.charAt(0)].filter(Boolean).join(' ');
    return name ?? textOf(at(creator, 'organizationName')) ?? [];
  });
  if (names.length === 0 || title === null) return null;
  const year = /^\s*(\d{4})/.exec(textOf(at(dataset, 'pubDate')) ?? '')?.[1];
  return `${[...new Set(names)].join(', ')}${year ? ` (${year})` : ''}. ${title}`;
}

/** What an EML document says of its dataset, and the id it gives it. */
export interface EmlDataset extends Described {
  packageId: string | null;
}

/**
 * Reads the `eml.xml` of an archive; `null` for what is none: a dataset without description is one
 * all the same.
 */
export function readEml(text: string): EmlDataset | null {
  let given: unknown;
  try {
    given = parseXml(text, [], ['*.intellectualRights', '*.abstract']);
  } catch {
    return null;
  }
  const eml = at(given, 'eml');
  const dataset = at(eml, 'dataset');
  if (!isFields(dataset)) return null;
  const gbif = at(eml, 'additionalMetadata', 'metadata', 'gbif');
  const title = textOf(dataset.title);
  const [rights] = all(dataset.intellectualRights);
  const rightsMarkup = readText(isFields(rights) ? rights['#text'] : rights);
  const packageId = readText(at(eml, '@packageId'));
  const identifiers = [
    at(gbif, 'citation', '@identifier'),
    ...all(dataset.alternateIdentifier).map(textOf),
    packageId,
  ];
  const address = (value: unknown) => /^https?:\/\/\S+$/.exec(readText(value) ?? '')?.[0];
  return {
    packageId,
    title,
    abstract: textOf(dataset.abstract),
    citation: textOf(at(gbif, 'citation')) ?? composedCitation(dataset, title),
    doi: identifiers.map(readDoi).find((doi) => doi !== null) ?? null,
    url:
      address(textOf(at(dataset, 'distribution', 'online', 'url'))) ??
      identifiers.map(address).find((url) => url !== undefined) ??
      null,
    // The address of the licence stands in the markup.
    license: normalizeLicense(rightsMarkup),
    intellectualRights: rightsMarkup === null ? null : plain(rightsMarkup) || null,
    publishedAtProvider: readInstant(textOf(dataset.pubDate)),
    updatedAtProvider: readInstant(textOf(at(gbif, 'dateStamp'))),
  };
}
