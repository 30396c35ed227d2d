import type { WordKey } from '../words';

/** How a parameter is written in a form. */
export type FieldKind = 'numbers' | 'words' | 'box' | 'day' | 'text';

export interface QuestionField {
  /** The parameter, as the source calls it. */
  name: string;
  kind: FieldKind;
  label: WordKey;
  hint?: WordKey;
}

const TAXA: QuestionField = {
  name: 'taxonIds',
  kind: 'numbers',
  label: 'field.taxonIds',
  hint: 'field.taxonIds.hint',
};
const DATASETS: QuestionField = {
  name: 'datasetKeys',
  kind: 'words',
  label: 'field.datasetKeys',
  hint: 'field.datasetKeys.hint',
};
const PLACE: QuestionField[] = [
  { name: 'bbox', kind: 'box', label: 'field.bbox', hint: 'field.bbox.hint' },
  { name: 'area', kind: 'text', label: 'field.area', hint: 'field.area.hint' },
];
const DAYS: QuestionField[] = [
  { name: 'startDate', kind: 'day', label: 'field.startDate', hint: 'field.day.hint' },
  { name: 'endDate', kind: 'day', label: 'field.endDate', hint: 'field.day.hint' },
];
const FILE: QuestionField[] = [
  { name: 'file', kind: 'text', label: 'field.file', hint: 'field.file.hint' },
  { name: 'url', kind: 'text', label: 'field.url', hint: 'field.url.hint' },
  { name: 'datasetKey', kind: 'text', label: 'field.datasetKey', hint: 'field.datasetKey.hint' },
];

const FIELDS: Record<string, QuestionField[]> = {
  obis: [TAXA, DATASETS, ...PLACE, ...DAYS],
  gbif: [TAXA, DATASETS, ...PLACE, ...DAYS],
  dwca: FILE,
  csv: FILE,
  worms: [],
};

/** What a form asks for a source; what it knows beyond that is given as JSON. */
export const fieldsOf = (source: string): QuestionField[] => FIELDS[source] ?? [];

/** Whether nothing being said means everything, which must then be meant. */
export const canMeanAll = (source: string): boolean => source === 'obis' || source === 'gbif';
