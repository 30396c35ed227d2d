import { z } from 'zod';

export const exchangeConfig = z.strictObject({
  /** The largest file that may be imported. */
  maxBytes: z.int().min(1),
});

export type ExchangeConfig = z.infer<typeof exchangeConfig>;

export default {
  default: { maxBytes: 25 * 1024 * 1024 },
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = exchangeConfig.safeParse(config);
    if (!parsed.success) {
      throw new Error(`The settings of exchange:\n${z.prettifyError(parsed.error)}`);
    }
  },
};
