import type { WithdrawalScope } from '../../domain/withdrawals';
import type { OpenedArchive } from './pages';

/**
 * The files of a dataset are all of it: what is stored of it and not among them was taken back.
 * `null` where the name of a file is all that says which dataset it is.
 */
export function withdrawalScope({
  dataset,
  isKeyGuessed,
}: Pick<OpenedArchive, 'dataset' | 'isKeyGuessed'>): WithdrawalScope | null {
  if (!dataset || isKeyGuessed) return null;
  return {
    datasetKeys: [dataset.datasetKey],
    ...{ taxa: null, box: null, after: null, before: null },
    claims: [],
    hasCoordinates: false,
  };
}
