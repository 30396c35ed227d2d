import type { Core } from '@strapi/strapi';
import type { ThrottleService } from './services/throttle';

/** Ends what the services hold open. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await strapi.plugin('accounts').service<ThrottleService>('throttle').stop();
}
