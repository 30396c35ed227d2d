import type { Context } from 'koa';
import { z } from 'zod';
import { routeParam, sentBody } from '../../../../../lib/http/route-params';
import { parseInput } from '../../../../../lib/parse-input';
import { checkpointBody, raceQuery } from '../../../contract/checkpoints';
import { roomKey } from '../../../contract/rooms';
import type { Room } from '../../domain/room';
import { noSuchRoom } from '../../errors';
import { noSuchCheckpoint } from '../../location-errors';
import type { Races } from '../../services/location/races';
import type { RoomsService } from '../../services/rooms';
import { personOf } from '../caller';

interface Dependencies {
  races: Races;
  rooms: RoomsService;
}

const nothing = z.strictObject({});

/** `/api/rooms/:room/checkpoints`, `passages` and `leaderboard` */
export function createRacesController({ races, rooms }: Dependencies) {
  function enter(ctx: Context): Promise<Room> {
    const name = roomKey.safeParse(routeParam(ctx, 'room'));
    if (!name.success) throw noSuchRoom();
    return rooms.enter(personOf(ctx), name.data, { isFresh: true });
  }

  return {
    async find(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      ctx.body = { data: await races.checkpoints(await enter(ctx)) };
    },
    async create(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const room = await enter(ctx);
      const body = parseInput(checkpointBody, sentBody(ctx), 'body');
      ctx.body = { data: await races.add(room, body) };
      ctx.status = 201;
    },
    async remove(ctx: Context): Promise<void> {
      parseInput(nothing, ctx.query);
      const room = await enter(ctx);
      const id = z.uuid().safeParse(routeParam(ctx, 'id'));
      if (!id.success) throw noSuchCheckpoint();
      await races.remove(room, id.data);
      ctx.status = 204;
    },
    async passages(ctx: Context): Promise<void> {
      const query = parseInput(raceQuery, ctx.query);
      const room = await enter(ctx);
      ctx.body = { data: { room: room.key, passages: await races.passages(room, query) } };
    },
    async leaderboard(ctx: Context): Promise<void> {
      const query = parseInput(raceQuery, ctx.query);
      const room = await enter(ctx);
      ctx.body = { data: { room: room.key, standings: await races.leaderboard(room, query) } };
    },
  };
}
