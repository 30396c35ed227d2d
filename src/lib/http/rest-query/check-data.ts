import { Problem } from '../../problem';
import { isNames } from './rest-type';

/** What Strapi itself writes on an entry; it takes some of these from a body, and ignores others. */
const KEPT_BY_STRAPI = [
  'id',
  'documentId',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'localizations',
];

/** @throws Problem `validation-failed` when a body sets what is not the writer's to set. */
export function checkWrittenData(body: unknown): void {
  const data = isNames(body) && isNames(body['data']) ? body['data'] : {};
  const faults = KEPT_BY_STRAPI.filter((name) => Object.hasOwn(data, name)).map((name) => ({
    pointer: `/data/${name}`,
    code: 'unknown',
    message: `${name} cannot be set.`,
  }));
  if (faults.length === 0) return;
  const detail = faults.map(({ message }) => message).join(' ');
  throw new Problem({ type: 'validation-failed', detail, faults });
}
