import { z } from 'zod';

/** What the application tells the geo plugin. */
export const geoConfig = z.strictObject({
  /** Pictures below the maps of the panel; null: the outline of land that comes with us. */
  tiles: z.strictObject({ url: z.url(), attribution: z.string() }).nullable(),
});

export type GeoConfig = z.infer<typeof geoConfig>;

export default {
  default: { tiles: null },
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = geoConfig.safeParse(config);
    if (!parsed.success) throw new Error(`The maps' settings:\n${z.prettifyError(parsed.error)}`);
  },
};
