import type { WithdrawalScope } from '../../domain/withdrawals';
import type { GbifParameters } from './query';

/** Where a record says what it is classified under in the backbone, itself included. */
const TAXON_KEY_FIELDS = `taxonKey acceptedTaxonKey kingdomKey phylumKey classKey orderKey familyKey
  genusKey subgenusKey speciesKey`.split(/\s+/);

/**
 * Which stored records GBIF gives for a question, told from what it sent of each. A question for what
 * was interpreted anew meets only some of them and says nothing about the others; and what is not
 * understood here has no scope, so that nothing is withdrawn because of it.
 */
export function withdrawalScope(
  parameters: GbifParameters,
  keys: string[],
): WithdrawalScope | null {
  const { datasetKeys, bbox, startDate, endDate, ...others } = parameters;
  // The way in which the records came says nothing about which they are.
  const { taxonIds, taxonKeys, pageSize: _pageSize, via: _via, ...notUnderstood } = others;
  if (Object.values(notUnderstood).some((value) => value !== undefined)) return null;
  const isAnyTaxon = taxonIds === undefined && taxonKeys === undefined;
  return {
    datasetKeys: datasetKeys ?? null,
    taxa: isAnyTaxon ? null : { fields: TAXON_KEY_FIELDS, values: keys },
    box: bbox ?? null,
    after: startDate ?? null,
    before: endDate ?? null,
    claims: [],
    hasCoordinates: true,
  };
}
