import { z } from 'zod';

/** What the application tells the geo plugin. */
const geoConfig = z.strictObject({
  /** Pictures below the maps of the panel; null: the outline of land that comes with us. */
  tiles: z.strictObject({ url: z.url(), attribution: z.string() }).nullable(),
  /**
   * The pool for reads: null for the connections of the app, as on the embedded database, whose one
   * session knows no timeouts.
   */
  reads: z
    .strictObject({
      url: z.string().min(1),
      maxConnections: z.int().min(1).max(100),
      statementSeconds: z.int().min(1).max(60),
    })
    .nullable(),
  /** Memory for views of the map that were asked for before; 0 keeps none. */
  keptMegabytes: z.int().min(0).max(4096),
});
export type GeoConfig = z.infer<typeof geoConfig>;

const defaults: GeoConfig = { tiles: null, reads: null, keptMegabytes: 32 };

export default {
  default: defaults,
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = geoConfig.safeParse(config);
    if (!parsed.success) throw new Error(`The maps' settings:\n${z.prettifyError(parsed.error)}`);
  },
};
