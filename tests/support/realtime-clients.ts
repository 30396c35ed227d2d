import { connectRealtime, type RealtimeClient } from '../../src/plugins/realtime/client';
import type { TestPerson } from './people';
import type { RealtimeRig } from './realtime-rig';

/**
 * Clients as a frontend has them, closed after each test.
 * @returns a client of a person, at another address than the app's when one is given.
 */
export function useClients(rig: RealtimeRig) {
  const clients: RealtimeClient[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  return (person: TestPerson, url = rig.app.url): RealtimeClient => {
    const client = connectRealtime({
      url,
      token: () => rig.tokenOf(person),
      ackSeconds: 2,
      socket: { transports: ['websocket'], reconnectionDelay: 50, reconnectionDelayMax: 200 },
    });
    clients.push(client);
    return client;
  };
}
