import { throttleRouter } from './throttle-routes';

const scopeMiddleware = (scope: string, limit?: string) => ({
  name: 'plugin::accounts.throttle-scope',
  config: { scope, ...(limit && { limit }) },
});
const route = (method: string, config: object = {}) => ({ method, path: '/things', config });
const middlewaresOf = (made: object) =>
  (made as { config?: { middlewares?: unknown[] } }).config?.middlewares ?? [];

it('gives a route the scope that it declares, and every other that changes something `write`', () => {
  const exporting = route('GET', { throttle: { scope: 'export' } });
  const [reading, writing, deleting] = [route('GET'), route('POST'), route('DELETE')];
  throttleRouter({ type: 'content-api', routes: [exporting, reading, writing, deleting] });
  expect(middlewaresOf(exporting)).toEqual([scopeMiddleware('export')]);
  expect(middlewaresOf(reading)).toEqual([]);
  expect(middlewaresOf(writing)).toEqual([scopeMiddleware('write')]);
  expect(middlewaresOf(deleting)).toEqual([scopeMiddleware('write')]);
});

it('stands in front of the middlewares of the route, once', () => {
  const writing = route('POST', { middlewares: ['api::thing.check'] });
  throttleRouter({ type: 'content-api', routes: [writing] });
  throttleRouter({ type: 'content-api', routes: [writing] });
  expect(middlewaresOf(writing)).toEqual([scopeMiddleware('write'), 'api::thing.check']);
});

it('adds a limit of the call alone', () => {
  const refreshing = route('POST', { throttle: { scope: 'auth', limit: 'refresh-client' } });
  throttleRouter({ type: 'content-api', routes: [refreshing] });
  expect(middlewaresOf(refreshing)).toEqual([scopeMiddleware('auth', 'refresh-client')]);
});

it.each([{ scope: 'exprot' }, { scope: 'auth', limit: 'refresh' }])(
  'stops the boot at a limit that does not exist: %j',
  (throttle) => {
    const routes = [route('GET', { throttle })];
    expect(() => throttleRouter({ type: 'content-api', routes })).toThrow(/there is no limit/);
  },
);

it('leaves the panel alone but for its doors', () => {
  const admin = { info: { pluginName: 'admin' } };
  const login = { method: 'POST', path: '/login', ...admin };
  const saving = { method: 'POST', path: '/content-types', ...admin };
  const other = { method: 'POST', path: '/login', info: { pluginName: 'importer' } };
  throttleRouter({ type: 'admin', routes: [login, saving, other] });
  expect(middlewaresOf(login)).toEqual([{ name: 'plugin::accounts.panel-throttle' }]);
  expect([...middlewaresOf(saving), ...middlewaresOf(other)]).toEqual([]);
});
