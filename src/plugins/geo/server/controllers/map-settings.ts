import type { Context } from 'koa';
import type { MapSettings } from '../../contract/map-settings';

interface Dependencies {
  tiles: MapSettings['tiles'];
  positions: () => MapSettings['positions'];
}

/** Tells the panel how to draw its maps, and beside which forms. */
export const createMapSettingsController = ({ tiles, positions }: Dependencies) => ({
  find(ctx: Context): void {
    ctx.body = { tiles, positions: positions() } satisfies MapSettings;
  },
});
