import { z } from 'zod';
import { changedAnswer } from '../../contract/chat';
import {
  hideBody,
  muteBody,
  reportBody,
  reportedAnswer,
  reportsAnswer,
  slowModeBody,
} from '../../contract/moderation';
import { roomKey } from '../../contract/rooms';

const config = { prefix: '' };
const ofMessage = { id: z.string().meta({ description: 'The id of a message' }) };
const json = (body: z.ZodType) => ({ 'application/json': body });

/** The schemas describe the routes in the OpenAPI document; the controllers do the parsing. */
export const moderationRoutes = [
  {
    method: 'POST' as const,
    path: '/messages/:id/reports',
    handler: 'moderation.report',
    config,
    request: { params: ofMessage, body: json(reportBody) },
    response: reportedAnswer.meta({ 'x-status': 201 }),
  },
  {
    method: 'PUT' as const,
    path: '/messages/:id/hidden',
    handler: 'moderation.hide',
    config,
    request: { params: ofMessage, body: json(hideBody) },
    response: changedAnswer,
  },
  {
    method: 'GET' as const,
    path: '/rooms/:room/reports',
    handler: 'moderation.reports',
    config,
    request: { params: { room: roomKey } },
    response: reportsAnswer,
  },
  {
    method: 'PUT' as const,
    path: '/rooms/:room/mutes/:person',
    handler: 'moderation.mute',
    config,
    request: { params: { room: roomKey, person: z.string() }, body: json(muteBody) },
    response: changedAnswer,
  },
  {
    method: 'PUT' as const,
    path: '/rooms/:room/slow-mode',
    handler: 'moderation.slowMode',
    config,
    request: { params: { room: roomKey }, body: json(slowModeBody) },
    response: changedAnswer,
  },
];
