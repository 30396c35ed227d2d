import { randomBytes, randomInt } from 'node:crypto';
import type { SecretSource } from '../domain/one-time-secret';

/** Fit for keys: the generator of the operating system. */
export const secretSource: SecretSource = {
  bytes: (count) => randomBytes(count),
  below: (end) => randomInt(end),
};
