import type { Context } from 'koa';
import { sentBody } from '../../../../../lib/http/route-params';
import { parseInput } from '../../../../../lib/parse-input';
import { z } from 'zod';
import {
  batchBody,
  eraseQuery,
  historyQuery,
  latestQuery,
  positionReport,
  trackQuery,
} from '../../../contract/location';
import { positionOf, readReport } from '../../domain/location/read-report';
import { geojsonTrack, gpxTrack } from '../../domain/location/track-files';
import type { LocationHistory } from '../../services/location/history';
import type { Sightings } from '../../services/location/sightings';
import { OWN_CLIENT, type Tracking } from '../../services/location/tracking';
import type { RoomsService } from '../../services/rooms';
import { personOf } from '../caller';

const nothing = z.strictObject({});

interface Dependencies {
  tracking: Tracking;
  history: LocationHistory;
  sightings: Sightings;
  rooms: RoomsService;
  now: () => Date;
}

/** `/api/location-reports` */
export function createReportsController(dependencies: Dependencies) {
  const { tracking, history, sightings, rooms, now } = dependencies;
  const sourceOf = (ctx: Context) => ({ userId: personOf(ctx).userId, deviceId: OWN_CLIENT });

  async function trackOf(ctx: Context) {
    const query = parseInput(trackQuery, ctx.query);
    return history.track(personOf(ctx), query);
  }

  return {
    async find(ctx: Context): Promise<void> {
      const query = parseInput(historyQuery, ctx.query);
      ctx.body = await history.page(personOf(ctx), query);
    },

    async create(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const report = parseInput(positionReport, sentBody(ctx), 'body');
      const answer = await tracking.acceptOne(sourceOf(ctx), positionOf(report, now()));
      ctx.status = answer.accepted === 1 ? 201 : 200;
      ctx.body = { data: answer };
    },

    async createMany(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const body = parseInput(batchBody, sentBody(ctx), 'body');
      const items = Array.isArray(body) ? body : body.positions;
      const moment = now();
      const readings = items.map((item) => readReport(item, moment));
      ctx.body = { data: await tracking.accept(sourceOf(ctx), readings) };
    },

    /** Where one is, and where those are whom one may see. */
    async latest(ctx: Context): Promise<void> {
      const query = parseInput(latestQuery, ctx.query);
      const person = personOf(ctx);
      const at = query.at === undefined ? undefined : new Date(query.at);
      const room =
        query.room === undefined
          ? undefined
          : await rooms.enter(person, query.room, { isFresh: true });
      ctx.body = {
        data: {
          own: await history.ownLatest(person),
          rooms: room
            ? [await sightings.inRoom(room, at)]
            : await sightings.ofPerson(person, { at }),
        },
      };
    },

    async geojson(ctx: Context): Promise<void> {
      const { person, track } = await trackOf(ctx);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = geojsonTrack(track, person);
      ctx.type = 'application/geo+json';
    },

    async gpx(ctx: Context): Promise<void> {
      const { person, track } = await trackOf(ctx);
      ctx.set('Cache-Control', 'no-store');
      ctx.set(
        'Content-Disposition',
        `attachment; filename="track-${now().toISOString().slice(0, 10)}.gpx"`,
      );
      ctx.body = gpxTrack(track, person);
      ctx.type = 'application/gpx+xml';
    },

    /** One's own, for good. */
    async erase(ctx: Context): Promise<void> {
      const query = parseInput(eraseQuery, ctx.query);
      ctx.body = { data: { deleted: await history.erase(personOf(ctx), query) } };
    },
  };
}
