import type { WithdrawalScope } from '../../domain/withdrawals';
import type { ObisParameters } from './query';
import { TAXON_ID_FIELDS } from './vocabulary';

const CLAIMS = { exclude: [false], include: [], only: [true] } as const;

/**
 * Which stored records OBIS gives for a question, told from what it sent of each. A question that
 * asks for more than is understood here has no scope: then nothing is withdrawn because of it.
 */
export function withdrawalScope({
  taxonIds,
  datasetKeys,
  bbox,
  startDate,
  endDate,
  absence,
  dropped,
  pageSize: _pageSize,
  ...notUnderstood
}: ObisParameters): WithdrawalScope | null {
  if (Object.values(notUnderstood).some((value) => value !== undefined)) return null;
  return {
    datasetKeys: datasetKeys ?? null,
    taxa: taxonIds ? { fields: TAXON_ID_FIELDS, values: taxonIds.map(String) } : null,
    box: bbox ?? null,
    after: startDate ?? null,
    before: endDate ?? null,
    claims: [
      ...CLAIMS[absence].map((isTrue) => ({ field: 'absence', isTrue })),
      ...CLAIMS[dropped].map((isTrue) => ({ field: 'dropped', isTrue })),
    ],
    hasCoordinates: false,
  };
}
