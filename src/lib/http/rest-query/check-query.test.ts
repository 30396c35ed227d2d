import type { Problem } from '../../problem';
import { checkRestQuery, type RestAction } from './check-query';
import { describeType } from './describe-type';
import { searchFilters } from './search-filters';

const event = describeType(
  {
    attributes: {
      title: { type: 'string' },
      notes: { type: 'text' },
      seats: { type: 'integer' },
      serial: { type: 'biginteger' },
      fee: { type: 'decimal' },
      isOpen: { type: 'boolean' },
      startsAt: { type: 'datetime' },
      day: { type: 'date' },
      extra: { type: 'json' },
      secretHash: { type: 'string' },
      pin: { type: 'password' },
      slug: { type: 'uid', searchable: false },
      group: { type: 'relation', target: 'api::group.group' },
      author: { type: 'relation', target: 'plugin::users-permissions.user' },
      createdBy: { type: 'relation', target: 'admin::user' },
      place: { type: 'component', component: 'shared.place' },
      parts: { type: 'dynamiczone' },
      cover: { type: 'media' },
    },
    options: { draftAndPublish: true },
    pluginOptions: { i18n: { localized: true } },
  },
  (name) => name === 'secretHash',
);
const types = new Map([
  [
    'api::group.group',
    describeType(
      {
        attributes: {
          name: { type: 'string' },
          hidden: { type: 'string' },
          lead: { type: 'relation', target: 'api::group.group' },
        },
      },
      (name) => name === 'hidden',
    ),
  ],
  ['shared.place', describeType({ attributes: { town: { type: 'string' } } }, () => false)],
]);

function faultOf(query: Record<string, unknown>, action: RestAction = 'find', type = event) {
  try {
    const find = (uid: string) => types.get(uid);
    checkRestQuery(query, { action, type, find, extras: new Set(['upcoming']) });
    return undefined;
  } catch (error) {
    const [fault] = (error as Problem).faults;
    return [fault?.parameter, fault?.code];
  }
}

it.each<Record<string, unknown>>([
  {},
  { filters: { title: 'a', seats: { $gte: '2', $lt: '-3' }, isOpen: 'true' } },
  {
    filters: { $or: [{ title: { $containsi: 'reef' } }, { $not: { seats: { $in: ['1', '2'] } } }] },
  },
  {
    filters: {
      startsAt: { $between: ['2024-02-29', '2024-02-29T12:00:00.5Z'] },
      day: '2024-02-29',
    },
  },
  { filters: { serial: '9223372036854775807', fee: '-1.5e3', extra: { $null: 'true' } } },
  { filters: { group: { documentId: { $in: ['a', 'b'] } }, cover: { $notNull: 'true' } } },
  { filters: { group: { id: '1' }, place: { town: 'Faro' }, documentId: { $ne: 'x' } } },
  { sort: 'title:desc,seats' },
  { sort: ['title', 'id:asc'] },
  { sort: { startsAt: 'ASC' } },
  { fields: 'title, seats', populate: 'group,cover' },
  { fields: ['*'], populate: ['place'] },
  {
    populate: {
      group: { fields: ['name'], sort: 'name', filters: { name: 'x' }, populate: 'lead' },
    },
  },
  {
    pagination: { page: '4', pageSize: '100', withCount: 'false' },
    _q: 'cod',
    status: 'published',
  },
  { pagination: { start: '100000', limit: '5' }, locale: 'pt-BR', upcoming: ['anything'] },
])('takes what is public and makes sense: %j', (query) => {
  expect(faultOf(query)).toBeUndefined();
});

it.each<[Record<string, unknown>, string, string]>([
  [{ filters: { secretHash: { $startsWith: 'a' } } }, 'filters', 'unknown'],
  [{ filters: { pin: 'a' } }, 'filters', 'unknown'],
  [{ filters: { createdBy: { id: '1' } } }, 'filters', 'unknown'],
  [{ filters: { author: { email: { $contains: 'a' } } } }, 'filters', 'unknown'],
  [{ filters: { author: { id: '1' } } }, 'filters', 'unknown'],
  [{ filters: { group: { name: 'a' } } }, 'filters', 'unknown'],
  [{ filters: { group: { hidden: 'a' } } }, 'filters', 'unknown'],
  [{ filters: { group: '1' } }, 'filters', 'invalid'],
  [{ filters: { parts: 'a' } }, 'filters', 'unknown'],
  [{ filters: { 't0.title': 'a' } }, 'filters', 'unknown'],
  [{ filters: { $and: [{ $or: [{ secretHash: 'a' }] }] } }, 'filters', 'unknown'],
  [{ filters: { $or: { a: '1' } } }, 'filters', 'invalid'],
  [{ filters: { $and: 'x' } }, 'filters', 'invalid'],
  [{ filters: { $or: [] } }, 'filters', 'invalid'],
  [{ filters: { $or: ['x'] } }, 'filters', 'invalid'],
  [{ filters: { $not: 'x' } }, 'filters', 'invalid'],
  [{ filters: [{ title: 'a' }] }, 'filters', 'invalid'],
  [{ filters: '' }, 'filters', 'invalid'],
  [{ filters: { title: {} } }, 'filters', 'invalid'],
  [{ filters: { title: ['a'] } }, 'filters', 'invalid'],
  [{ filters: { title: { $nope: 'a' } } }, 'filters', 'unknown'],
  [{ filters: { title: { $jsonSupersetOf: 'a' } } }, 'filters', 'unknown'],
  [{ filters: { title: { $null: 'maybe' } } }, 'filters', 'invalid'],
  [{ filters: { title: null } }, 'filters', 'invalid'],
  [{ filters: { seats: { $contains: '1' } } }, 'filters', 'unknown'],
  [{ filters: { seats: '2147483648' } }, 'filters', 'invalid'],
  [{ filters: { seats: '99999999999999999999' } }, 'filters', 'invalid'],
  [{ filters: { seats: '1.5' } }, 'filters', 'invalid'],
  [{ filters: { seats: '' } }, 'filters', 'invalid'],
  [{ filters: { serial: '9223372036854775808' } }, 'filters', 'invalid'],
  [{ filters: { fee: '1e999' } }, 'filters', 'invalid'],
  [{ filters: { fee: 'NaN' } }, 'filters', 'invalid'],
  [{ filters: { isOpen: 'maybe' } }, 'filters', 'invalid'],
  [{ filters: { day: '2023-02-29' } }, 'filters', 'invalid'],
  [{ filters: { startsAt: '275760-09-14' } }, 'filters', 'invalid'],
  [{ filters: { extra: { $contains: 'a' } } }, 'filters', 'unknown'],
  [{ filters: { seats: { $in: Array(51).fill('1') } } }, 'filters', 'invalid'],
  [{ filters: { seats: { $in: '1' } } }, 'filters', 'invalid'],
  [{ filters: { seats: { $between: ['1'] } } }, 'filters', 'invalid'],
  [{ sort: 'secretHash' }, 'sort', 'unknown'],
  [{ sort: 'group.name' }, 'sort', 'unknown'],
  [{ sort: 'title:up' }, 'sort', 'invalid'],
  [{ sort: 'title:asc:desc' }, 'sort', 'unknown'],
  [{ sort: { title: { a: 'asc' } } }, 'sort', 'invalid'],
  [{ sort: '' }, 'sort', 'unknown'],
  [{ fields: 'pin' }, 'fields', 'unknown'],
  [{ fields: '' }, 'fields', 'unknown'],
  [{ fields: { a: 'title' } }, 'fields', 'invalid'],
  [{ populate: '*' }, 'populate', 'unknown'],
  [{ populate: 'deep' }, 'populate', 'unknown'],
  [{ populate: 'author' }, 'populate', 'unknown'],
  [{ populate: 'createdBy' }, 'populate', 'unknown'],
  [{ populate: 'group.lead' }, 'populate', 'unknown'],
  [{ populate: { group: { populate: { lead: { populate: 'lead' } } } } }, 'populate', 'too-deep'],
  [{ populate: { group: { filters: { hidden: 'a' } } } }, 'populate', 'unknown'],
  [{ populate: { group: { fields: 'hidden' } } }, 'populate', 'unknown'],
  [{ populate: { group: { where: { id: '1' } } } }, 'populate', 'unknown'],
  [{ populate: { group: { count: 'true' } } }, 'populate', 'unknown'],
  [{ populate: { group: 'false' } }, 'populate', 'invalid'],
  [{ populate: { cover: { fields: 'provider' } } }, 'populate', 'unknown'],
  [{ pagination: { page: '5000', pageSize: '100' } }, 'pagination[page]', 'too-deep'],
  [{ pagination: { start: '100001' } }, 'pagination[start]', 'too-deep'],
  [{ pagination: { withCount: 'maybe' } }, 'pagination[withCount]', 'invalid'],
  [{ _q: 'x'.repeat(201) }, '_q', 'invalid'],
  [{ _q: ['x'] }, '_q', 'invalid'],
  [{ status: 'draft' }, 'status', 'invalid'],
  [{ status: 'x' }, 'status', 'invalid'],
  [{ locale: '*' }, 'locale', 'invalid'],
  [{ locale: ['en'] }, 'locale', 'invalid'],
  [{ where: { id: '1' } }, 'where', 'unknown'],
  [{ lookup: { id: '1' } }, 'lookup', 'unknown'],
  [{ _where: 'a' }, '_where', 'unknown'],
  [{ publicationFilter: 'never-published' }, 'publicationFilter', 'unknown'],
  [{ hasPublishedVersion: 'true' }, 'hasPublishedVersion', 'unknown'],
  [{ page: '1' }, 'page', 'unknown'],
  [{ count: 'true' }, 'count', 'unknown'],
  [{ ordering: 'x' }, 'ordering', 'unknown'],
])('refuses %j', (query, parameter, code) => {
  expect(faultOf(query)).toEqual([parameter, code]);
});

it('takes for each action what means something to it', () => {
  for (const action of ['findOne', 'create', 'update', 'delete'] as const) {
    for (const name of ['filters', 'sort', 'pagination', '_q']) {
      expect(faultOf({ [name]: { title: 'a' } }, action)).toEqual([name, 'unknown']);
    }
  }
  expect(faultOf({ fields: 'title', populate: 'group' }, 'findOne')).toBeUndefined();
  expect(faultOf({ fields: 'title' }, 'delete')).toEqual(['fields', 'unknown']);
  expect(faultOf({ status: 'draft' }, 'create')).toBeUndefined();
  expect(faultOf({ status: 'draft' }, 'findOne')).toEqual(['status', 'invalid']);
  const place = types.get('shared.place');
  expect(faultOf({ status: 'published' }, 'find', place)).toEqual(['status', 'unknown']);
  expect(faultOf({ locale: 'en' }, 'find', place)).toEqual(['locale', 'unknown']);
});

it('searches public texts only', () => {
  expect(searchFilters('cod', event)).toEqual({
    $or: [{ title: { $containsi: 'cod' } }, { notes: { $containsi: 'cod' } }],
  });
  const silent = describeType({ attributes: { seats: { type: 'integer' } } }, () => false);
  expect(searchFilters('cod', silent)).toEqual({ id: { $null: true } });
});
