import type { LayerArchive } from '../layer';
import type { Credit } from './credit';
import { xmlText } from '../../../../../lib/xml-text';

export const CORE_FILE = 'occurrence.txt';
const LATITUDE = 'http://rs.tdwg.org/dwc/terms/decimalLatitude';
const LONGITUDE = 'http://rs.tdwg.org/dwc/terms/decimalLongitude';
/** Short names of terms whose addresses end alike. */
const shortNameOf = (term: string): string => term.split(/[/#]/).at(-1) ?? term;

/** The columns of the core file: its id, the terms of the app, and the position that may be seen. */
export const archiveTerms = ({ columns }: LayerArchive): string[] => [
  ...columns.map(({ term }) => term),
  LATITUDE,
  LONGITUDE,
];

export const archiveHeader = (archive: LayerArchive): string[] => [
  'id',
  ...archiveTerms(archive).map(shortNameOf),
];

/** `meta.xml` of Darwin Core text (http://rs.tdwg.org/dwc/text/): what each file and column is. */
export function metaXml(archive: LayerArchive): string {
  const fields = archiveTerms(archive).map(
    (term, place) => `    <field index="${place + 1}" term="${xmlText(term)}"/>`,
  );
  const constants = Object.entries(archive.constants).map(
    ([term, value]) => `    <field default="${xmlText(value)}" term="${xmlText(term)}"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">',
    `  <core encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" fieldsEnclosedBy="&quot;" ignoreHeaderLines="1" rowType="${xmlText(archive.rowType)}">`,
    `    <files><location>${CORE_FILE}</location></files>`,
    '    <id index="0"/>',
    ...fields,
    ...constants,
    '  </core>',
    '</archive>',
    '',
  ].join('\n');
}

/** What an archive says of itself. */
export interface Described {
  /** Of the whole package. */
  id: string;
  title: string;
  description: string;
  publisher: string;
  /** The address of the question that was answered. */
  url: string;
  day: string;
  credits: readonly Credit[];
}

const party = (name: string, tag: string, url?: string): string =>
  `    <${tag}><organizationName>${xmlText(name)}</organizationName>` +
  `${url === undefined ? '' : `<onlineUrl>${xmlText(url)}</onlineUrl>`}</${tag}>`;

const rightsOf = (credits: readonly Credit[]): string =>
  credits.length === 0
    ? 'No source states a licence.'
    : credits.map(({ title, license }) => `${title}: ${license}`).join('\n');

/** `eml.xml` (EML 2.1.1, the GBIF profile's core): what the package is, and under which licences. */
export function emlXml({
  id,
  title,
  description,
  publisher,
  url,
  day,
  credits,
}: Described): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<eml:eml xmlns:eml="eml://ecoinformatics.org/eml-2.1.1" packageId="${xmlText(id)}" system="${xmlText(publisher)}" scope="system" xml:lang="en">`,
    '  <dataset>',
    `    <title>${xmlText(title)}</title>`,
    party(publisher, 'creator', url),
    party(publisher, 'metadataProvider'),
    `    <pubDate>${day}</pubDate>`,
    '    <language>en</language>',
    `    <abstract><para>${xmlText(description)}</para></abstract>`,
    `    <intellectualRights><para>${xmlText(rightsOf(credits))}</para></intellectualRights>`,
    `    <distribution scope="document"><online><url function="download">${xmlText(url)}</url></online></distribution>`,
    party(publisher, 'contact'),
    '  </dataset>',
    '  <additionalMetadata><metadata><gbif>',
    `    <dateStamp>${day}T00:00:00Z</dateStamp>`,
    '    <bibliography>',
    ...credits.map(({ citation }) => `      <citation>${xmlText(citation)}</citation>`),
    '    </bibliography>',
    '  </gbif></metadata></additionalMetadata>',
    '</eml:eml>',
    '',
  ].join('\n');
}

/** One line each, so that the file can be read aloud. */
const lineOf = (text: string): string => text.replace(/\s+/g, ' ').trim();

export const citationsText = (credits: readonly Credit[]): string =>
  'When using these data, cite:\n\n' +
  credits
    .map(({ citation, url }) => `${lineOf(citation)}${url === null ? '' : ` ${lineOf(url)}`}\n`)
    .join('');

export const rightsText = (credits: readonly Credit[]): string =>
  'The data of each source stand under its own licence:\n\n' +
  credits
    .map(({ title, key, rows, license }) => {
      return `${lineOf(title)} (${lineOf(key)}, ${rows} rows): ${lineOf(license)}\n`;
    })
    .join('');
