import type { Core } from '@strapi/strapi';
import { isDraining } from '../../../lib/draining';
import { toProblem } from '../../../lib/http/to-problem';
import type { Problem } from '../../../lib/problem';
import { createWindowCounters } from '../../../lib/throttle/window-counters';
import type { LivePrincipals } from '../../accounts/contract/live-caller';
import type { SocketDoor } from '../../accounts/contract/socket-door';
import type { RealtimeConfig } from './config';
import { createPlainConversation } from './gateway/plain-conversation';
import type { GatewayLimits } from './gateway/gateway-limits';
import { openPlainLocation } from './gateway/plain-location';
import type { Tracking } from './services/location/tracking';

const MOST_COUNTED = 50_000;

/** Service `plainLocation`: the plain WebSocket of older trackers, opened and closed with the app. */
export interface PlainLocation {
  open(): void;
  close(): void;
}

function openOn(strapi: Core.Strapi): { stop(): void } {
  const accounts = strapi.plugin('accounts');
  const config = strapi.config.get<RealtimeConfig>('plugin::realtime');
  const door = accounts.service<SocketDoor>('socketDoor');
  const report = (error: unknown) => strapi.log.error('A plain WebSocket failed', error);
  const problemOf = (error: unknown): Problem => {
    const problem = toProblem(error, { asks: false, hasDataEnvelope: false });
    if (problem.type === 'internal') report(error);
    return problem;
  };
  const { places } = strapi.plugin('realtime').service<GatewayLimits>('gatewayLimits');
  const shared = {
    principals: accounts.service<LivePrincipals>('principals'),
    tracking: strapi.plugin('realtime').service<Tracking>('tracking'),
    isLimited: config.isLimited,
    counters: createWindowCounters({ maxKeys: MOST_COUNTED, now: () => Date.now() }),
    places,
    toProblem: problemOf,
    now: () => new Date(),
  };
  return openPlainLocation({
    httpServer: strapi.server.httpServer,
    config,
    places,
    door,
    isDraining,
    converse: (request, person) =>
      createPlainConversation(
        { ...shared, signIn: (token) => door.signIn(request, token) },
        person,
      ),
    report,
  });
}

export function createPlainLocation({ strapi }: { strapi: Core.Strapi }): PlainLocation {
  let opened: { stop(): void } | undefined;
  return {
    open: () => void (opened = openOn(strapi)),
    close: () => opened?.stop(),
  };
}
