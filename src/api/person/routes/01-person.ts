import { z } from 'zod';
import { personFilters, personStats } from '../console-fields';
import {
  person,
  personList,
  personListDescription,
  personPatch,
  personToCreate,
} from '../person-fields';

/** Letters and digits only: the names of other addresses below this one hold a dot. */
const ONE = '/admin/users/:id(\\w+)';
const onePerson = z.object({ data: person });
const nothing = z.null().meta({ 'x-status': 204 });
const json = (schema: z.ZodType) => ({ body: { 'application/json': schema } });

export default {
  routes: [
    {
      method: 'GET' as const,
      path: '/admin/users',
      handler: 'person.find',
      request: { query: personListDescription },
      response: personList,
    },
    {
      method: 'POST' as const,
      path: '/admin/users',
      handler: 'person.create',
      request: json(personToCreate),
      response: onePerson.meta({ 'x-status': 201 }),
    },
    {
      method: 'GET' as const,
      path: '/admin/users/stats',
      handler: 'console.stats',
      response: personStats,
    },
    {
      method: 'GET' as const,
      path: '/admin/users/filters',
      handler: 'console.filters',
      response: personFilters,
    },
    { method: 'GET' as const, path: ONE, handler: 'person.findOne', response: onePerson },
    {
      method: 'PATCH' as const,
      path: ONE,
      handler: 'person.update',
      request: json(personPatch),
      response: onePerson,
    },
    { method: 'DELETE' as const, path: ONE, handler: 'person.remove', response: nothing },
  ],
};
