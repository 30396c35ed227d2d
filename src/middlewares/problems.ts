import type { Core } from '@strapi/strapi';
import { createProblemDoor } from '../lib/http/problem-door';

/** `global::problems`: the error door of everything under `/api`. */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) =>
  createProblemDoor({ log: strapi.log });
