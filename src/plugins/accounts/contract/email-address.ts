import { domainToASCII } from 'node:url';
import { z } from 'zod';

const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;
/** A dot-atom of RFC 5321: no quotes, no comments, nothing that a mail header could misread. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** What the decoder of domains would unescape, or take for the end of one. */
const UNSAFE_IN_DOMAIN = /[\s%/\\?#:@[\]]/;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * The one spelling of an address that is stored and looked up: lower case, NFC, the domain in ASCII.
 * Null when it is none that mail can safely be sent to.
 */
export function normaliseEmail(text: string): string | null {
  if (CONTROL.test(text)) return null;
  const address = text.normalize('NFC').trim().toLowerCase();
  const at = address.lastIndexOf('@');
  const localPart = address.slice(0, at);
  const spelled = address.slice(at + 1);
  if (at < 1 || localPart.length > LONGEST_LOCAL_PART || !LOCAL_PART.test(localPart)) return null;
  if (UNSAFE_IN_DOMAIN.test(spelled)) return null;
  const domain = domainToASCII(spelled);
  if (!DOMAIN.test(domain)) return null;
  const normalised = `${localPart}@${domain}`;
  return normalised.length > LONGEST ? null : normalised;
}

/** An address as a client sends it, in the one spelling from here on. */
export const emailAddress = z
  .string()
  .max(1000)
  .overwrite((text) => normaliseEmail(text) ?? text)
  .refine((text) => normaliseEmail(text) !== null, 'must be an e-mail address')
  .meta({ example: 'ada@example.org' });
