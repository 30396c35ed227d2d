import { z } from 'zod';
import { DEFAULT_THROTTLE, throttleConfig } from './throttle-config';

/** What the application tells the accounts plugin. */
export const accountsConfig = z.strictObject({
  throttle: throttleConfig,
});

export type AccountsConfig = z.infer<typeof accountsConfig>;

export default {
  default: {
    throttle: DEFAULT_THROTTLE,
  },
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = accountsConfig.safeParse(config);
    if (!parsed.success) {
      throw new Error(`The settings of accounts:\n${z.prettifyError(parsed.error)}`);
    }
  },
};
