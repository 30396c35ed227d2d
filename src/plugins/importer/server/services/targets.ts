import type { ImportTargets } from '../../contract/targets';
import { BOOKKEEPING_FIELDS, LINK_FIELDS, OCCURRENCE_FIELDS } from '../domain/occurrence-fields';
import { DATASET_FIELDS, VERNACULAR_FIELDS, WORMS_TAXON_FIELDS } from '../domain/reference-fields';
import type { TargetTable } from '../domain/target-table';
import { targetsIncomplete, targetsMissing } from '../errors';

/** The part of Strapi's database metadata that names tables and columns. */
export interface TableMetadata {
  has(uid: string): boolean;
  get(uid: string): {
    tableName: string;
    attributes: Record<string, object | undefined>;
  };
}

/** Relations have no column of their own. */
function columnName(attribute: object | undefined): string | null {
  if (!attribute || !('columnName' in attribute)) return null;
  return typeof attribute.columnName === 'string' ? attribute.columnName : null;
}

export interface TargetTables {
  occurrence: TargetTable;
  dataset: TargetTable;
  taxon: TargetTable;
}

const NEEDED: Record<keyof ImportTargets, string[]> = {
  occurrence: [...Object.keys(OCCURRENCE_FIELDS), ...BOOKKEEPING_FIELDS, ...LINK_FIELDS],
  dataset: ['provider', 'datasetKey', ...Object.keys(DATASET_FIELDS), 'accessedAt', 'withdrawnAt'],
  taxon: ['aphiaId', ...Object.keys(WORMS_TAXON_FIELDS), ...VERNACULAR_FIELDS],
};

/** Names every content type of Strapi has, whatever its attributes. */
const SYSTEM_COLUMNS = {
  id: 'id',
  documentId: 'document_id',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  publishedAt: 'published_at',
};

/** Where records go: told by the application, checked against its content types once they are known. */
export function createTargetsService(metadata: () => TableMetadata) {
  let targets: ImportTargets | undefined;

  function tableOf(kind: keyof ImportTargets, uid: string, faults: string[]): TargetTable {
    if (!metadata().has(uid)) {
      faults.push(`${kind}: there is no content type ${uid}`);
      return { name: '', columns: {} };
    }
    const { tableName, attributes } = metadata().get(uid);
    const columns: Record<string, string> = { ...SYSTEM_COLUMNS };
    for (const name of NEEDED[kind]) {
      const column = columnName(attributes[name]);
      if (column) columns[name] = column;
      else faults.push(`${kind}: ${uid} has no attribute "${name}"`);
    }
    return { name: tableName, columns };
  }

  return {
    register(given: ImportTargets): void {
      targets = given;
    },
    /** @throws one error that lists everything that is missing. */
    resolve(): TargetTables {
      if (!targets) throw targetsMissing();
      const faults: string[] = [];
      const tables = {
        occurrence: tableOf('occurrence', targets.occurrence, faults),
        dataset: tableOf('dataset', targets.dataset, faults),
        taxon: tableOf('taxon', targets.taxon, faults),
      };
      if (faults.length > 0) throw targetsIncomplete(faults);
      return tables;
    },
  };
}

export type TargetsService = ReturnType<typeof createTargetsService>;
