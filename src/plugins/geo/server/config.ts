import { z } from 'zod';

const geoConfig = z.strictObject({
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
});
export type GeoConfig = z.infer<typeof geoConfig>;

const defaults: GeoConfig = { reads: null };

export default {
  default: defaults,
  /** @throws ZodError, which stops the boot. */
  validator: (config: unknown): void => {
    geoConfig.parse(config);
  },
};
