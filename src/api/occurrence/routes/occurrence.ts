import { factories } from '@strapi/strapi';
import { describedRouter } from '../../../lib/http/described-router';
import { duplicates } from '../duplicates';
import { occurrenceAdditions } from '../provenance';

export default describedRouter(
  factories.createCoreRouter('api::occurrence.occurrence'),
  { find: { query: { duplicates: duplicates.optional() } } },
  occurrenceAdditions,
);
