/** What the bodies of some addresses may be, where it differs from what all may be. */
export interface BodyRule {
  /** Addresses, as a pattern of the whole path. */
  path: RegExp;
  maxBytes?: number;
  /** Media types beside application/json. */
  types?: string[];
  /** A list at the top, and not only an object. */
  takesLists?: boolean;
}

export interface BodyLimits {
  maxBytes: number;
  types: string[];
  takesLists: boolean;
}

const USUAL: BodyLimits = { maxBytes: 256 * 1024, types: [], takesLists: false };

/** What the body at an address may be; the first rule that fits counts. */
export function bodyLimitsOf(path: string, rules: readonly BodyRule[]): BodyLimits {
  return { ...USUAL, ...rules.find((rule) => rule.path.test(path)) };
}

/** Whether a request brings a body, read or not. */
export function bringsBody(headers: NodeJS.Dict<string | string[]>): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
