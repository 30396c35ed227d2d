import { ALLOWED_QUERY_PARAM_KEYS } from '@strapi/utils';
import { prependMiddleware, type DeclaredRoute, type DeclaredRouter } from '../visit-routers';
import { PARAMETERS, REST_ACTIONS, type RestAction } from './check-query';
import type { RestQuerySettings } from './rest-query';
import type { FindType } from './rest-type';

const HANDLER = /^(.+)\.([A-Za-z]+)$/;
const strapiKeys = new Set<string>(ALLOWED_QUERY_PARAM_KEYS);

const isRestAction = (name: string): name is RestAction =>
  (REST_ACTIONS as readonly string[]).includes(name);

/** The content type and action of a route whose handler is one of Strapi's generated ones. */
function targetOf({
  handler,
  info,
}: DeclaredRoute): { uid: string; action: RestAction } | undefined {
  if (typeof handler !== 'string') return undefined;
  const [, name = '', action = ''] = HANDLER.exec(handler) ?? [];
  if (!isRestAction(action)) return undefined;
  return { uid: name.includes('::') ? name : `api::${info?.apiName}.${name}`, action };
}

/**
 * Puts the query rules in front of generated routes, and takes from their description what they refuse.
 * @returns the content types that these routes show.
 */
export function guardGeneratedRoutes(
  { type, routes = [] }: DeclaredRouter,
  find: FindType,
): string[] {
  if (type !== 'content-api') return [];
  const shown: string[] = [];
  for (const route of routes) {
    const target = targetOf(route);
    const restType = target && find(target.uid);
    if (!target || !restType) continue;
    shown.push(target.uid);
    const declared = Object.entries(route.request?.query ?? {});
    const extras = declared.map(([key]) => key).filter((key) => !strapiKeys.has(key));
    const conditional = [
      ...(restType.hasDrafts && target.action !== 'delete' ? ['status'] : []),
      ...(restType.hasLocales ? ['locale'] : []),
    ];
    const taken = new Set([...PARAMETERS[target.action], ...conditional, ...extras]);
    route.request = {
      ...route.request,
      query: Object.fromEntries(declared.filter(([key]) => taken.has(key))),
    };
    const config: RestQuerySettings = { ...target, extras };
    prependMiddleware(route, { name: 'global::rest-query', config });
  }
  return shown;
}
