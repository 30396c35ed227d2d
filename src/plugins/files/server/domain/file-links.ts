import { isSameHash, keyedHash, type Keyring } from '../../../../lib/keyring';

/** A link to an object: whoever has it gets the object, under that name, until then. */
export interface FileLink {
  objectKey: string;
  /** The name under which it is saved. */
  name: string;
  /** Seconds since 1970. */
  expires: number;
}

/** Where links lead, without the prefix of the API. */
export const LINK_PATH = '/files';

const signatureOf = (key: Keyring['current'], { objectKey, name, expires }: FileLink): Buffer =>
  keyedHash(key, objectKey, name, String(expires));

/** The path and query of a link, signed. */
export function writeLink(keyring: Keyring, prefix: string, link: FileLink): string {
  const query = new URLSearchParams({
    as: link.name,
    expires: String(link.expires),
    signature: signatureOf(keyring.current, link).toString('base64url'),
  });
  return `${prefix}${LINK_PATH}/${encodeURIComponent(link.objectKey)}?${query.toString()}`;
}

/** Whether we made the link, and it is not over. */
export function isLinkGood(
  keyring: Keyring,
  { signature, nowSeconds, ...link }: FileLink & { signature: string; nowSeconds: number },
): boolean {
  const given = Buffer.from(signature, 'base64url');
  const isOurs = keyring.all.some((key) => isSameHash(signatureOf(key, link), given));
  return isOurs && nowSeconds < link.expires;
}
