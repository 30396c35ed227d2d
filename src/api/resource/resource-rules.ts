import { audienceFault } from '../../access/check-audience';
import { isWebAddress } from './web-address';

type Entry = Record<string, unknown>;
interface Fault {
  path: string[];
  message: string;
}

/** Whether a media attribute holds a file, in any of the notations that Strapi takes for one. */
function holdsFile(media: unknown): boolean {
  if (media === null || media === undefined || media === '') return false;
  if (Array.isArray(media)) return media.length > 0;
  if (typeof media !== 'object') return true;
  const { set, connect } = media as { set?: unknown; connect?: unknown };
  if (set !== undefined || connect !== undefined) return holdsFile(set) || holdsFile(connect);
  return Object.keys(media).some((key) => key === 'id' || key === 'documentId');
}

function placeFault({ resourceType, url, file, publishedAt }: Entry): string | undefined {
  const isLink = resourceType === 'link';
  const hasUrl = typeof url === 'string' && url !== '';
  // The panel hides the file of a link; one that was there before does not count.
  const hasFile = !isLink && holdsFile(file);
  if (hasUrl && !isWebAddress(url)) return 'This is no http or https address.';
  if (hasUrl && hasFile) return 'Give a web address or a file, not both.';
  if (hasUrl || hasFile || !publishedAt) return undefined;
  return isLink ? 'A link needs its web address.' : 'Give a file, or the web address of one.';
}

/** The faults of a resource, whoever writes it. */
export function checkResource(entry: Entry): Fault[] {
  const audience = audienceFault(entry['audience'], Boolean(entry['publishedAt']));
  const place = placeFault(entry);
  return [
    ...(audience ? [{ path: ['audience'], message: audience }] : []),
    ...(place ? [{ path: ['url'], message: place }] : []),
  ];
}
