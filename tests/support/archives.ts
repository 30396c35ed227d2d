import type { ZipEntry } from './zip';

export const DWC = 'http://rs.tdwg.org/dwc/terms/';

export interface Table {
  file: string;
  rowType: string;
  idIndex: number;
  terms: string[];
  fields?: string;
  attributes?: string;
}

const LAYOUT = `encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1"`;

function tableXml(tag: 'core' | 'extension', table: Table): string {
  const fields = table.terms.map((term, index) => `<field index="${index}" term="${DWC}${term}"/>`);
  const id = tag === 'core' ? 'id' : 'coreid';
  return `<${tag} ${table.attributes ?? LAYOUT} rowType="${DWC}${table.rowType}">
    <files><location>${table.file}</location></files>
    <${id} index="${table.idIndex}"/>${fields.join('')}${table.fields ?? ''}</${tag}>`;
}

/** The `meta.xml` of a core and its extensions. */
export const metaXml = (core: Table, ...extensions: Table[]) =>
  `<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">${tableXml('core', core)}
   ${extensions.map((table) => tableXml('extension', table)).join('')}</archive>`;

/** Rows of a table that tabs part. */
export const lines = (...rows: string[][]) => rows.map((cells) => `${cells.join('\t')}\n`).join('');

export const OCCURRENCES: Table = {
  file: 'occurrence.txt',
  rowType: 'Occurrence',
  idIndex: 0,
  terms: ['occurrenceID', 'scientificName', 'decimalLatitude', 'decimalLongitude', 'eventDate'],
};
export const HEADER = OCCURRENCES.terms;
export const aCod = (id: string, lat = '60', lon = '5', date = '2020-05-01') => [
  id,
  'Gadus morhua',
  lat,
  lon,
  date,
];

const EML = `<?xml version="1.0"?><eml:eml xmlns:eml="eml://ecoinformatics.org/eml-2.1.1" packageId="9f0a-cods/v2.4">
  <dataset><alternateIdentifier>10.15468/cods01</alternateIdentifier>
    <title xml:lang="en">Cods &amp; others</title>
    <creator><individualName><givenName>Ana</givenName><surName>Hart</surName></individualName></creator>
    <pubDate> 2018-10-10 </pubDate>
    <abstract><para>Cods <emphasis>of</emphasis> the north.</para></abstract>
    <intellectualRights><para>This work is licensed under a <ulink url="http://creativecommons.org/licenses/by-nc/4.0/legalcode"><citetitle>Creative Commons Attribution Non Commercial (CC-BY-NC) 4.0 License</citetitle></ulink>.</para></intellectualRights>
  </dataset></eml:eml>`;

/** An archive of so many cods, as publishers make them. */
export const cods = (count = 2): ZipEntry[] => [
  { name: 'meta.xml', content: metaXml(OCCURRENCES) },
  { name: 'eml.xml', content: EML },
  {
    name: 'occurrence.txt',
    content: lines(HEADER, ...Array.from({ length: count }, (_, index) => aCod(`c${index}`))),
    isPacked: true,
  },
];
