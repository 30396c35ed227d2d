import { z } from 'zod';
import {
  listDescription,
  rejectedCsv,
  resumeBody,
  runAnswer,
  runsAnswer,
  startBody,
} from '../../contract/runs-http';

const params = { id: z.string() };
const config = { prefix: '' };
const writes = { prefix: '', throttle: { scope: 'write' } };

/** The work is done afterwards, by a job. */
const takenOn = runAnswer.meta({ 'x-status': 202 });

/** The schemas describe the routes in the OpenAPI document; the controller does the parsing. */
export const runRoutes = [
  {
    method: 'POST' as const,
    path: '/importer/runs',
    handler: 'runs.start',
    config: writes,
    request: { body: { 'application/json': startBody } },
    response: takenOn,
  },
  {
    method: 'GET' as const,
    path: '/importer/runs',
    handler: 'runs.find',
    config,
    request: { query: listDescription },
    response: runsAnswer,
  },
  {
    method: 'GET' as const,
    path: '/importer/runs/:id',
    handler: 'runs.findOne',
    config,
    request: { params },
    response: runAnswer,
  },
  {
    method: 'POST' as const,
    path: '/importer/runs/:id/cancel',
    handler: 'runs.cancel',
    config: writes,
    request: { params },
    response: takenOn,
  },
  {
    method: 'POST' as const,
    path: '/importer/runs/:id/resume',
    handler: 'runs.resume',
    config: writes,
    request: { params, body: { 'application/json': resumeBody } },
    response: takenOn,
  },
  {
    method: 'GET' as const,
    path: '/importer/runs/:id/rejected.csv',
    handler: 'runs.rejected',
    config: { prefix: '', throttle: { scope: 'export' } },
    request: { params },
    response: rejectedCsv,
  },
];
