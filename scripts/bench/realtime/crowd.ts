import { openLight, type LightClient } from './light-client';
import { addressOf, largeRoomOf, smallRoomOf } from './stage';

const OPENING_AT_ONCE = 50;
/** One in so many reads what it hears and looks for gaps; the others count. */
const ONE_IN = 50;
/** `["chat:event"` and nothing else that begins like it: the first letter behind the colon. */
const AT_NAME = 2;
const AT_KIND = 7;
const C = 'c'.charCodeAt(0);
const E = 'e'.charCodeAt(0);

interface ChatEvent {
  room: string;
  eventSeq: number;
}

/** @throws the first error of any of them. */
export async function each(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  async function worker(): Promise<void> {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Resolves with what an event is acknowledged. @throws Error when it is refused. */
export const emit = (client: LightClient, event: string, payload: object): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    client.emit(event, JSON.stringify(payload), (answer) => {
      if (answer.indexOf('[{"ok":true') === 0) resolve(answer);
      else reject(new Error(`${event}: ${answer.toString()}`));
    }),
  );

/** People who are connected to the app, each over a socket of their own. */
export function createCrowd(port: number, tokens: readonly string[]) {
  const clients: LightClient[] = [];
  const faults: string[] = [];
  let delivered = 0;

  function createReader(person: number): (event: ChatEvent) => void {
    const last = new Map<string, number>();
    return ({ room, eventSeq }) => {
      const before = last.get(room);
      if (before !== undefined && eventSeq !== before + 1) {
        faults.push(`${person} heard ${eventSeq} after ${before} in ${room}`);
      }
      last.set(room, eventSeq);
    };
  }

  function clientOf(person: number): LightClient {
    const client = clients[person - 1];
    if (!client) throw new Error(`${person} is not connected.`);
    return client;
  }

  async function connect(person: number): Promise<void> {
    const read = person % ONE_IN === 0 ? createReader(person) : undefined;
    const client = await openLight({
      port,
      address: addressOf(person),
      token: tokens[person - 1],
      onEvent(bytes, start, end) {
        if (bytes[start + AT_NAME] !== C || bytes[start + AT_KIND] !== E) return;
        delivered += 1;
        if (read) read((JSON.parse(bytes.toString('utf8', start, end)) as [string, ChatEvent])[1]);
      },
      onEnd: (reason) => faults.push(`${person} lost the connection: ${reason}`),
    });
    clients[person - 1] = client;
    await emit(client, 'chat:join', { room: smallRoomOf(person) });
  }

  return {
    /** Connects further people until there are so many, each in the room of their small group. */
    async grow(count: number): Promise<void> {
      const here = clients.length;
      await each(count - here, OPENING_AT_ONCE, (index) => connect(here + index + 1));
    },

    /** The first so many join the room of their large group, too. */
    joinLarge: (count: number): Promise<void> =>
      each(count, OPENING_AT_ONCE, async (index) => {
        await emit(clientOf(index + 1), 'chat:join', { room: largeRoomOf(index + 1) });
      }),

    size: () => clients.length,

    client: clientOf,

    /** Events of chat that came to anybody. */
    delivered: () => delivered,

    /** @throws Error when somebody lost the connection or missed an event. */
    assertFaultless(): void {
      if (faults.length > 0) throw new Error(`${faults.length} faults: ${faults[0]}`);
    },

    close(): void {
      for (const client of clients) client.close();
    },
  };
}

export type Crowd = ReturnType<typeof createCrowd>;
