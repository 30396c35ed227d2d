import { z } from 'zod';
import { linkQuery, uploadAnswer, uploadForm } from '../../contract/uploads';

const signedIn = { prefix: '' };

const content = z.string().meta({ 'x-media-type': 'application/octet-stream', format: 'binary' });

/** The schemas describe the routes in the OpenAPI document; the controllers do the parsing. */
export const uploadRoutes = [
  {
    method: 'POST' as const,
    path: '/uploads',
    handler: 'uploads.create',
    config: { ...signedIn, throttle: { scope: 'upload' } },
    request: { body: { 'multipart/form-data': uploadForm } },
    response: uploadAnswer,
  },
  {
    method: 'DELETE' as const,
    path: '/uploads/:id',
    handler: 'uploads.remove',
    config: signedIn,
    request: { params: { id: z.string() } },
  },
  {
    method: 'GET' as const,
    path: '/files/:name',
    handler: 'storedFiles.find',
    // The link itself says who may.
    config: { prefix: '', auth: false as const },
    request: { params: { name: z.string() }, query: linkQuery.shape },
    response: content,
  },
];
