import { factories } from '@strapi/strapi';
import { describedRouter } from '../../../lib/http/described-router';
import { newResource, resourcePatch } from '../resource-body';

export default describedRouter(factories.createCoreRouter('api::resource.resource'), {
  create: { body: newResource },
  update: { body: resourcePatch },
});
