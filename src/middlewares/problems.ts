import type { Core } from '@strapi/strapi';
import { answerBrokenRequest } from '../lib/http/broken-request';
import { createProblemDoor } from '../lib/http/problem-door';

/** `global::problems`: the error door of everything under `/api`. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  strapi.server.httpServer.on('clientError', answerBrokenRequest);
  return createProblemDoor({ log: strapi.log });
};
