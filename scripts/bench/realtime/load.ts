import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepBusy, type Figure } from './busy';
import { answerCalls } from './calls';
import { loadChat, TEXT, type Load } from './chat-load';
import { createCrowd, emit, type Crowd } from './crowd';
import { createWalks, loadPhones, loadPlain, loadSockets } from './position-load';
import type { StagedPerson } from './stage';

/** The people of a measurement, in a process of their own: they answer calls one after the other. */

interface Start {
  port: number;
  people: StagedPerson[];
  tokens: string[];
}

export type PositionWay = 'socket' | 'plain' | 'osmand' | 'overland';
type Chat = Parameters<typeof loadChat>[1];
type Positions = Parameters<typeof loadSockets>[1] & { way: PositionWay };

let start: Start | undefined;
let crowd: Crowd | undefined;
const walks = createWalks();

function groundNow() {
  if (!start || !crowd) throw new Error('Nobody was told where to connect.');
  return { ...start, crowd, walks };
}

answerCalls({
  start(given: Start): void {
    start = given;
    crowd = createCrowd(given.port, given.tokens);
  },
  async grow(count: number): Promise<number> {
    const began = performance.now();
    const before = groundNow().crowd.size();
    await groundNow().crowd.grow(count);
    return ((count - before) * 1000) / (performance.now() - began);
  },
  joinLarge: (count: number) => groundNow().crowd.joinLarge(count),
  chat: (given: Chat): Promise<Figure> => loadChat(groundNow().crowd, given),
  echo(given: Load & { writers: number }): Promise<Figure> {
    const { crowd: people } = groundNow();
    return keepBusy({
      ...given,
      async work(turn) {
        const client = people.client(1 + (turn % given.writers));
        await emit(client, 'echo', { room: 'group:BTF001', clientId: randomUUID(), text: TEXT });
        return 1;
      },
    });
  },
  /** Nothing at all, for what it costs that people are connected. */
  rest: (given: Load): Promise<Figure> =>
    keepBusy({ ...given, work: () => sleep(100).then(() => 0) }),
  positions({ way, ...given }: Positions): Promise<Figure> {
    const ground = groundNow();
    if (way === 'socket') return loadSockets(ground, given);
    if (way === 'plain') return loadPlain(ground, given);
    return loadPhones(way, ground, given);
  },
  close: () => groundNow().crowd.close(),
});
process.send?.('ready');
