import type { Core } from '@strapi/strapi';
import type { HealthChecks } from '../lib/health/checks';
import { answerBrokenRequest, answerConnect } from '../lib/http/broken-request';
import { createProblemDoor } from '../lib/http/problem-door';

/** `global::problems`: the error door of everything under `/api`. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  strapi.server.httpServer.on('clientError', answerBrokenRequest);
  strapi.server.httpServer.on('connect', answerConnect);
  const isDatabaseUp = async () => {
    const health = strapi.service('api::health.health') as HealthChecks;
    const { checks } = await health.check();
    return checks.database.status === 'ok';
  };
  return createProblemDoor({ log: strapi.log, isDatabaseUp });
};
