import { z } from 'zod';
import { THROTTLE_SCOPES } from '../contract/throttle';

const limit = z.strictObject({
  points: z.int().min(1).max(10_000_000),
  perSeconds: z.int().min(1).max(86_400),
});

/** How much anyone may ask for, and where it is counted. */
export const throttleConfig = z.strictObject({
  /** False lifts all limits. */
  isEnabled: z.boolean(),
  /** Every request, by client address where nobody is signed in, else by account. */
  anonymous: limit,
  account: limit,
  scopes: z.record(z.enum(THROTTLE_SCOPES), limit),
  /** Where the instances share their counts; null is the database. */
  redis: z.strictObject({ url: z.url(), prefix: z.string().min(1) }).nullable(),
});

export type ThrottleConfig = z.infer<typeof throttleConfig>;

const perMinute = (points: number) => ({ points, perSeconds: 60 });

export const DEFAULT_THROTTLE: ThrottleConfig = {
  isEnabled: true,
  anonymous: perMinute(300),
  account: perMinute(600),
  scopes: {
    auth: perMinute(60),
    write: perMinute(120),
    export: perMinute(10),
    upload: perMinute(30),
    tracking: perMinute(600),
  },
  redis: null,
};
