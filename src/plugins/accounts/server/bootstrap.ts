import type { Core } from '@strapi/strapi';
import { registerPanelActions } from './panel-actions';

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await registerPanelActions(strapi);
}
