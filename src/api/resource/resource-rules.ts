import { audienceFault } from '../../access/check-audience';
import type { DocumentRule, PlannedEntry } from '../../lib/document-rules/document-rules';
import { isWebAddress } from './web-address';

function placeFault(
  { resourceType, url, file }: PlannedEntry,
  isDraft: boolean,
): string | undefined {
  const isLink = resourceType === 'link';
  const hasUrl = typeof url === 'string' && url !== '';
  // The panel hides the file of a link; one that was there before does not count.
  const hasFile = !isLink && Boolean(file);
  if (hasUrl && !isWebAddress(url)) return 'This is no http or https address.';
  if (hasUrl && hasFile) return 'Give a web address or a file, not both.';
  if (hasUrl || hasFile || isDraft) return undefined;
  return isLink ? 'A link needs its web address.' : 'Give a file, or the web address of one.';
}

/** A resource is a file or lives at an address; a draft may not say yet. */
export const resourceRule: DocumentRule = {
  uid: 'api::resource.resource',
  relations: { file: {} },
  check(entry, { isDraft }) {
    const audience = audienceFault(entry['audience'], !isDraft);
    const place = placeFault(entry, isDraft);
    return [
      ...(audience ? [{ path: ['audience'], message: audience }] : []),
      ...(place ? [{ path: ['url'], message: place }] : []),
    ];
  },
};
