import { z } from 'zod';

/** What the application tells about positions. */
export const locationConfig = z.strictObject({
  /** Positions that were recorded longer ago are deleted. */
  keptSeconds: z.int().min(3600),
  /** The longest that a share may last. */
  mostShareSeconds: z.int().min(60),
  /** Whether people under 18 may let others see where they are. */
  minorsMayShare: z.boolean(),
  /** Of the positions that a device records within this, the last is kept. */
  intervalMs: z.int().min(1).max(60_000),
  /** How often watchers are told what is new. */
  tickMs: z.int().min(50).max(5000),
});
export type LocationConfig = z.infer<typeof locationConfig>;

export const LOCATION_DEFAULTS: LocationConfig = {
  keptSeconds: 30 * 86_400,
  mostShareSeconds: 14 * 86_400,
  minorsMayShare: false,
  intervalMs: 500,
  tickMs: 500,
};
