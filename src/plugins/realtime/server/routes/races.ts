import { z } from 'zod';
import {
  checkpointBody,
  leaderboard,
  passages,
  raceQuery,
  shownCheckpoint,
} from '../../contract/checkpoints';
import { roomKey } from '../../contract/rooms';

const config = { prefix: '' };
const inRoom = { room: roomKey };
const data = (shape: z.ZodType) => z.object({ data: shape });

/** The schemas describe the routes in the OpenAPI document; the controller does the parsing. */
export const raceRoutes = [
  {
    method: 'GET' as const,
    path: '/rooms/:room/checkpoints',
    handler: 'races.find',
    config,
    request: { params: inRoom },
    response: data(z.array(shownCheckpoint)),
  },
  {
    method: 'POST' as const,
    path: '/rooms/:room/checkpoints',
    handler: 'races.create',
    config,
    request: { params: inRoom, body: { 'application/json': checkpointBody } },
    response: data(shownCheckpoint).meta({ 'x-status': 201 }),
  },
  {
    method: 'DELETE' as const,
    path: '/rooms/:room/checkpoints/:id',
    handler: 'races.remove',
    config,
    request: { params: { ...inRoom, id: z.uuid() } },
    response: z.null().meta({ 'x-status': 204 }),
  },
  ...(['passages', 'leaderboard'] as const).map((name) => ({
    method: 'GET' as const,
    path: `/rooms/:room/${name}`,
    handler: `races.${name}`,
    config,
    request: { params: inRoom, query: raceQuery.shape },
    response: data(name === 'passages' ? passages : leaderboard),
  })),
];
