import type { Context } from 'koa';
import { readBytes } from '../../../../../lib/http/json-body/read-bytes';
import { sentBody } from '../../../../../lib/http/route-params';
import { friendsOf, readOwntracks } from '../../domain/location/phones/owntracks';
import { readOsmandJson, readOsmandQuery } from '../../domain/location/phones/osmand';
import { readOverland } from '../../domain/location/phones/overland';
import {
  noPositions,
  unknownDevice,
  unknownDeviceOfJson,
  unknownDeviceOfQuery,
} from '../../location-errors';
import type { DevicePrincipal } from '../../services/location/devices';
import type { PhonesService } from '../../services/location/phones';

const MOST_FORM_BYTES = 16 * 1024;
const FORM = 'application/x-www-form-urlencoded';
const BEARER = /^Bearer +(\S+)$/i;
const BASIC = /^Basic +([A-Za-z0-9+/=]+)$/i;

interface Dependencies {
  phones: PhonesService;
  now: () => Date;
}

/** The password of HTTP Basic; the name is the app's own business. */
function passwordOf(authorization: string): string {
  const [, packed = ''] = BASIC.exec(authorization) ?? [];
  const text = Buffer.from(packed, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}

/**
 * `/api/track`: phones as they are, with the answers that their apps take for success. Whatever is
 * wrong with a single position, the app is told that it may forget it: it would send it for ever.
 */
export function createPhonesController({ phones, now }: Dependencies) {
  const signIn = async (ctx: Context, token: string): Promise<DevicePrincipal> => {
    ctx.set('Cache-Control', 'no-store');
    const device = await phones.signIn(token, ctx.ip);
    if (!device) throw unknownDevice();
    return device;
  };

  async function parametersOf(ctx: Context): Promise<Record<string, unknown>> {
    if (!ctx.is(FORM)) return ctx.query;
    const bytes = await readBytes(ctx.req, MOST_FORM_BYTES);
    return { ...ctx.query, ...Object.fromEntries(new URLSearchParams(bytes.toString())) };
  }

  return {
    /** OsmAnd, GPSLogger and Traccar's clients: 200 without a body; 400, and 404 to JSON, for an unknown device. */
    async osmand(ctx: Context): Promise<void> {
      // Null when there is no body: older clients of Traccar post their parameters in the address.
      const isJson = Boolean(ctx.is('application/json')) && ctx.method === 'POST';
      const report = isJson
        ? readOsmandJson(sentBody(ctx), now())
        : readOsmandQuery(await parametersOf(ctx), now());
      const device = report && (await phones.signIn(report.token, ctx.ip));
      ctx.set('Cache-Control', 'no-store');
      if (!report) throw noPositions();
      if (!device) throw isJson ? unknownDeviceOfJson() : unknownDeviceOfQuery();
      if (report.reading) await phones.accept(device, [report.reading]);
      ctx.status = 200;
      ctx.body = '';
    },

    /** OwnTracks: the friends whom the person sees. */
    async owntracks(ctx: Context): Promise<void> {
      const device = await signIn(ctx, passwordOf(ctx.get('Authorization')));
      const reading = readOwntracks(sentBody(ctx));
      if (reading) await phones.accept(device, [reading]);
      ctx.body = reading ? friendsOf(await phones.friends(device)) : [];
    },

    /** Overland: exactly this answer, or the batch is kept and sent again. */
    async overland(ctx: Context): Promise<void> {
      const [, token = ''] = BEARER.exec(ctx.get('Authorization')) ?? [];
      const device = await signIn(ctx, token);
      const readings = readOverland(sentBody(ctx));
      if (!readings) throw noPositions();
      await phones.accept(device, readings);
      ctx.body = { result: 'ok' };
    },
  };
}
