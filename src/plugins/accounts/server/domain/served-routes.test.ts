import { foreignDoors } from './served-routes';

const own = [
  { method: 'POST', path: '/auth/login' },
  { method: 'GET', path: '/users/me' },
];
const ours = [
  { methods: ['POST'], path: '/api/auth/login' },
  { methods: ['HEAD', 'GET'], path: '/api/users/me' },
  { methods: ['HEAD', 'GET'], path: '/api/occurrences' },
  { methods: ['HEAD', 'GET'], path: '/api/authors' },
];
const doors = (...more: { methods: string[]; path: string }[]) =>
  foreignDoors([...ours, ...more], own, '/api');

it('finds nothing where only our own routes are', () => {
  expect(doors()).toEqual([]);
});

it('lets other plugins serve what a person has', () => {
  expect(doors({ methods: ['GET', 'POST'], path: '/api/users/me/devices' })).toEqual([]);
});

it.each([
  [['POST'], '/api/auth/local', 'POST /api/auth/local'],
  [['HEAD', 'GET'], '/api/connect/:provider', 'GET /api/connect/:provider'],
  [['DELETE'], '/api/users/:id', 'DELETE /api/users/:id'],
  [['PUT'], '/api/users/me', 'PUT /api/users/me'],
  [['POST'], '/api/Auth/local', 'POST /api/Auth/local'],
])('names %s %s', (methods, path, door) => {
  expect(doors({ methods, path })).toEqual([door]);
});

it('names a second route at an address of ours', () => {
  expect(doors({ methods: ['POST'], path: '/api/auth/login' })).toEqual(['POST /api/auth/login']);
});
