import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../../../lib/http/route-params';
import { parseInput } from '../../../../../lib/parse-input';
import { deviceBody, shareBody, zoneBody } from '../../../contract/location';
import { noSuchDevice, noSuchShare, noSuchZone } from '../../location-errors';
import type { Devices } from '../../services/location/devices';
import type { Sharing } from '../../services/location/sharing';
import type { Zones } from '../../services/location/zones';
import { personOf } from '../caller';

const nothing = z.strictObject({});

/** @throws the problem of what is not there for what is no id. */
function idOf(ctx: Context, missing: () => Error): string {
  parseInput(nothing, ctx.query);
  const id = z.uuid().safeParse(routeParam(ctx, 'id'));
  if (!id.success) throw missing();
  return id.data;
}

/** `/api/users/me/devices` */
export const createDevicesController = ({ devices }: { devices: Devices }) => ({
  async find(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    ctx.body = { data: await devices.list(personOf(ctx)) };
  },
  async create(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    const body = parseInput(deviceBody, sentBody(ctx), 'body');
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { data: await devices.add(personOf(ctx), body) };
    ctx.status = 201;
  },
  async revoke(ctx: Context): Promise<void> {
    await devices.revoke(personOf(ctx), idOf(ctx, noSuchDevice));
    ctx.status = 204;
  },
});

/** `/api/users/me/privacy-zones` */
export const createZonesController = ({ zones }: { zones: Zones }) => ({
  async find(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    ctx.body = { data: await zones.list(personOf(ctx)) };
  },
  async create(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    const body = parseInput(zoneBody, sentBody(ctx), 'body');
    ctx.body = { data: await zones.add(personOf(ctx), body) };
    ctx.status = 201;
  },
  async remove(ctx: Context): Promise<void> {
    await zones.remove(personOf(ctx), idOf(ctx, noSuchZone));
    ctx.status = 204;
  },
});

/** `/api/location-shares` */
export const createSharesController = ({ sharing }: { sharing: Sharing }) => ({
  async find(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    ctx.body = { data: await sharing.list(personOf(ctx)) };
  },
  async start(ctx: Context): Promise<void> {
    parseInput(nothing, ctx.query);
    const body = parseInput(shareBody, sentBody(ctx), 'body');
    const { share } = await sharing.start(personOf(ctx), body);
    ctx.body = { data: share };
    ctx.status = 201;
  },
  async stop(ctx: Context): Promise<void> {
    ctx.body = { data: await sharing.stopOne(personOf(ctx), idOf(ctx, noSuchShare)) };
  },
  async withdraw(ctx: Context): Promise<void> {
    await sharing.withdraw(personOf(ctx), idOf(ctx, noSuchShare));
    ctx.status = 204;
  },
});
