import { z } from 'zod';
import { confirmBody, linkAnswer, linksAnswer, linksDescription } from '../../contract/links-http';

const params = { id: z.string() };
const config = { prefix: '' };
const writes = { prefix: '', throttle: { scope: 'write' } };

/** The schemas describe the routes in the OpenAPI document; the controller does the parsing. */
export const linkRoutes = [
  {
    method: 'GET' as const,
    path: '/importer/links',
    handler: 'links.find',
    config,
    request: { query: linksDescription },
    response: linksAnswer,
  },
  {
    method: 'GET' as const,
    path: '/importer/links/:id',
    handler: 'links.findOne',
    config,
    request: { params },
    response: linkAnswer,
  },
  {
    method: 'POST' as const,
    path: '/importer/links/:id/confirm',
    handler: 'links.confirm',
    config: writes,
    request: { params, body: { 'application/json': confirmBody } },
    response: linkAnswer,
  },
  {
    method: 'POST' as const,
    path: '/importer/links/:id/reject',
    handler: 'links.reject',
    config: writes,
    request: { params },
    response: linkAnswer,
  },
  {
    method: 'POST' as const,
    path: '/importer/links/:id/unlink',
    handler: 'links.unlink',
    config: writes,
    request: { params },
    response: linkAnswer,
  },
];
