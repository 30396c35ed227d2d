import { z } from 'zod';
import { LOCATION_DEFAULTS, locationConfig } from './location-config';

/** What the application tells the realtime plugin. */
export const realtimeConfig = z.strictObject({
  /** Make the cursors of searches, newest first. */
  secrets: z.array(z.string().min(1)).min(1),
  /** False lifts the limits of events and connections; for tests and measurements. */
  isLimited: z.boolean(),
  /** Open connections of one person, and from one address (IPv6: one /64). */
  connections: z.strictObject({ perPerson: z.int().min(1), perAddress: z.int().min(1) }),
  /** The largest packet that a client may send. */
  maxPacketBytes: z.int().min(1024),
  /** A client that lets more than this wait for it is dropped. */
  maxWaitingBytes: z.int().min(1024),
  /** How long messages are kept; 0 keeps them as long as their room. */
  chatRetentionDays: z.int().min(0),
  /** How often sessions and memberships of connected people are looked at. */
  sweepSeconds: z.number().min(0.1).max(4),
  /** Where instances tell each other what to send; null for a single one. */
  redis: z.strictObject({ url: z.url(), prefix: z.string().min(1) }).nullable(),
  location: locationConfig,
});

export type RealtimeConfig = z.infer<typeof realtimeConfig>;

export default {
  default: {
    isLimited: true,
    connections: { perPerson: 10, perAddress: 100 },
    maxPacketBytes: 256 * 1024,
    maxWaitingBytes: 4 * 1024 * 1024,
    chatRetentionDays: 0,
    sweepSeconds: 2,
    redis: null,
    location: LOCATION_DEFAULTS,
  } satisfies Omit<RealtimeConfig, 'secrets'>,
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = realtimeConfig.safeParse(config);
    if (!parsed.success) {
      throw new Error(`The settings of realtime:\n${z.prettifyError(parsed.error)}`);
    }
  },
};
