import { z } from 'zod';
import { raceRoutes } from './races';
import {
  acceptedPositions,
  batchBody,
  deviceBody,
  eraseQuery,
  historyQuery,
  latestQuery,
  newDevice,
  ownPosition,
  positionReport,
  roomPositions,
  shareBody,
  shownDevice,
  shownShare,
  shownZone,
  trackQuery,
  zoneBody,
} from '../../contract/location';

const config = { prefix: '' };
const tracking = { prefix: '', throttle: { scope: 'tracking' } };
const exported = { prefix: '', throttle: { scope: 'export' } };
/** Phones show a token of a device, by which they are counted as well (`services/location/phones`). */
const phone = { prefix: '', auth: false as const, throttle: false as const };
const ofOwn = { id: z.uuid() };
const json = (body: z.ZodType) => ({ 'application/json': body });
const data = (shape: z.ZodType) => z.object({ data: shape });
const created = (shape: z.ZodType) => data(shape).meta({ 'x-status': 201 });
const nothing = z.null().meta({ 'x-status': 204 });
const file = (type: string) => z.string().meta({ 'x-media-type': type });
const reports = '/location-reports';

const reportRoutes = [
  {
    method: 'GET' as const,
    path: reports,
    handler: 'locationReports.find',
    config,
    request: { query: { ...historyQuery.shape, limit: z.int().default(100) } },
    response: z.object({
      data: z.array(ownPosition),
      meta: z.object({ limit: z.int(), nextCursor: z.string().nullable() }),
    }),
  },
  {
    method: 'POST' as const,
    path: reports,
    handler: 'locationReports.create',
    config: tracking,
    request: { body: json(positionReport) },
    response: data(acceptedPositions).meta({ 'x-status': 201, 'x-also': [200] }),
  },
  {
    method: 'POST' as const,
    path: `${reports}/batch`,
    handler: 'locationReports.createMany',
    config: tracking,
    request: { body: json(batchBody) },
    response: data(acceptedPositions),
  },
  {
    method: 'DELETE' as const,
    path: reports,
    handler: 'locationReports.erase',
    config,
    request: { query: eraseQuery.shape },
    response: data(z.object({ deleted: z.int() })),
  },
  {
    method: 'GET' as const,
    path: `${reports}/latest`,
    handler: 'locationReports.latest',
    config,
    request: { query: latestQuery.shape },
    response: data(z.object({ own: ownPosition.nullable(), rooms: z.array(roomPositions) })),
  },
  {
    method: 'GET' as const,
    path: `${reports}/track.geojson`,
    handler: 'locationReports.geojson',
    config: exported,
    request: { query: trackQuery.shape },
    response: file('application/geo+json'),
  },
  {
    method: 'GET' as const,
    path: `${reports}/track.gpx`,
    handler: 'locationReports.gpx',
    config: exported,
    request: { query: trackQuery.shape },
    response: file('application/gpx+xml'),
  },
];

const shareRoutes = [
  {
    method: 'GET' as const,
    path: '/location-shares',
    handler: 'locationShares.find',
    config,
    response: data(z.array(shownShare)),
  },
  {
    method: 'POST' as const,
    path: '/location-shares',
    handler: 'locationShares.start',
    config,
    request: { body: json(shareBody) },
    response: created(shownShare),
  },
  {
    method: 'POST' as const,
    path: '/location-shares/:id/stop',
    handler: 'locationShares.stop',
    config,
    request: { params: ofOwn },
    response: data(z.array(shownShare)),
  },
  {
    method: 'DELETE' as const,
    path: '/location-shares/:id',
    handler: 'locationShares.withdraw',
    config,
    request: { params: ofOwn },
    response: nothing,
  },
];

/** Three calls on a list of one's own. */
const ownList = (
  path: string,
  handler: string,
  {
    body,
    one,
    made = one,
    end,
  }: Record<'body' | 'one', z.ZodType> & { made?: z.ZodType; end: string },
) => [
  {
    method: 'GET' as const,
    path,
    handler: `${handler}.find`,
    config,
    response: data(z.array(one)),
  },
  {
    method: 'POST' as const,
    path,
    handler: `${handler}.create`,
    config,
    request: { body: json(body) },
    response: created(made),
  },
  {
    method: 'DELETE' as const,
    path: `${path}/:id`,
    handler: `${handler}.${end}`,
    config,
    request: { params: ofOwn },
    response: nothing,
  },
];

const phoneRoutes = [
  {
    method: 'GET' as const,
    path: '/track/osmand',
    handler: 'phones.osmand',
    config: phone,
    response: z.literal(''),
  },
  ...['osmand', 'owntracks', 'overland'].map((name) => ({
    method: 'POST' as const,
    path: `/track/${name}`,
    handler: `phones.${name}`,
    config: phone,
  })),
];

/** The schemas describe the routes in the OpenAPI document; the controllers do the parsing. */
export const locationRoutes = [
  ...raceRoutes,
  ...reportRoutes,
  ...shareRoutes,
  ...ownList('/users/me/devices', 'devices', {
    body: deviceBody,
    one: shownDevice,
    made: newDevice,
    end: 'revoke',
  }),
  ...ownList('/users/me/privacy-zones', 'privacyZones', {
    body: zoneBody,
    one: shownZone,
    end: 'remove',
  }),
  ...phoneRoutes,
];
