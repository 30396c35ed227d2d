import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import {
  connectRealtime,
  type RealtimeClient,
} from '../../src/plugins/realtime/client/realtime-client';
import type { RoomFeed } from '../../src/plugins/realtime/client/room-feed';
import type { ChatEvent } from '../../src/plugins/realtime/contract/messages';
import { until } from './launcher-process';

interface Settings {
  /** The servers; clients are spread over them. */
  urls: readonly string[];
  tokens: readonly string[];
  room: string;
  seconds: number;
  /** What is done to the servers meanwhile. */
  disturb: () => Promise<void>;
  random: () => number;
}

interface Member {
  client: RealtimeClient;
  feed: RoomFeed;
  heard: ChatEvent[];
  resets: number;
}

export interface TortureReport {
  /** Ids that clients made, of messages that were acknowledged, with the id they were given. */
  acknowledged: Map<string, string>;
  /** Texts that were acknowledged last; null when the message was deleted. */
  texts: Map<string, string | null>;
  members: { heard: ChatEvent[]; resets: number }[];
  disconnects: number;
}

const PAUSE_MS = 250;
const SETTLE_MS = 90_000;

async function enter(url: string, token: string, room: string): Promise<Member> {
  const client = connectRealtime({
    url,
    token: () => Promise.resolve(token),
    ackSeconds: 3,
    socket: { transports: ['websocket'], reconnectionDelay: 100, reconnectionDelayMax: 1000 },
  });
  const heard: ChatEvent[] = [];
  const member = { client, heard, resets: 0 };
  const listener = {
    onEvent: (event: ChatEvent) => heard.push(event),
    onReset: () => (member.resets += 1),
  };
  return Object.assign(member, { feed: await client.follow(room, listener, 0) });
}

/** Many clients write, change, repeat themselves and lose their connections, until the time is over. */
export async function torture(settings: Settings): Promise<TortureReport> {
  const { urls, tokens, room, seconds, disturb, random } = settings;
  const acknowledged = new Map<string, string>();
  const texts = new Map<string, string | null>();
  let disconnects = 0;
  const endsAt = Date.now() + seconds * 1000;
  const members = await Promise.all(
    tokens.map((token, index) => enter(urls[index % urls.length] ?? '', token, room)),
  );

  async function write({ client }: Member): Promise<void> {
    const clientId = randomUUID();
    const text = `Said ${clientId}`;
    const times = random() < 0.2 ? 2 : 1;
    const sent = await Promise.all(
      Array.from({ length: times }, () => client.send(room, { clientId, text })),
    );
    const ids = new Set(sent.map(({ id }) => id));
    const [id] = ids;
    if (ids.size !== 1 || !id) throw new Error('One message was given two ids');
    acknowledged.set(clientId, id);
    texts.set(id, text);
    const luck = random();
    if (luck < 0.15) {
      await client.insist('chat:edit', { messageId: id, text: `${text}, edited` });
      texts.set(id, `${text}, edited`);
    } else if (luck < 0.25) {
      await client.insist('chat:delete', { messageId: id });
      texts.set(id, null);
    } else if (luck < 0.4) {
      await client.insist('chat:react', { messageId: id, emoji: '🐟' });
    }
  }

  async function live(member: Member): Promise<void> {
    while (Date.now() < endsAt) {
      if (random() < 0.08) {
        disconnects += 1;
        member.client.socket.io.engine.close();
      }
      await write(member);
      await sleep(random() * PAUSE_MS * 2);
    }
  }

  await Promise.all([disturb(), ...members.map(live)]);
  const newest = () => Math.max(...members.map(({ feed }) => feed.lastEventSeq() ?? 0));
  await until(
    'every client has heard everything',
    () => members.every(({ feed }) => feed.lastEventSeq() === newest()),
    SETTLE_MS,
  );
  for (const { client } of members) client.close();
  return { acknowledged, texts, members, disconnects };
}

interface MessageRow {
  id: string;
  client_id: string;
  text: string;
  deleted_at: Date | null;
  event_seq: string;
}

/** What of all that was promised does not hold; nothing when all is well. */
export async function findFaults(db: Knex, report: TortureReport): Promise<string[]> {
  const faults: string[] = [];
  const rows = await db('chat_messages').select<MessageRow[]>(
    'id',
    'client_id',
    'text',
    'deleted_at',
    'event_seq',
  );
  const stored = new Map<string, MessageRow[]>();
  for (const row of rows) stored.set(row.client_id, [...(stored.get(row.client_id) ?? []), row]);
  for (const [clientId, id] of report.acknowledged) {
    const found = stored.get(clientId) ?? [];
    if (found.length !== 1) faults.push(`${clientId} is stored ${found.length} times`);
    else if (found[0]?.id !== id) faults.push(`${clientId} has another id than was acknowledged`);
  }
  for (const { id, text, deleted_at } of rows) {
    const wanted = report.texts.get(id);
    if (wanted === null ? deleted_at === null : wanted !== undefined && wanted !== text) {
      faults.push(`${id} is not what was acknowledged last`);
    }
  }
  const shape = (events: ChatEvent[]) =>
    events.map(({ eventSeq, type, message }) => `${eventSeq} ${type} ${message?.id}`).join('\n');
  const [first] = report.members;
  const last = first?.heard.at(-1)?.eventSeq ?? 0;
  for (const [index, { heard, resets }] of report.members.entries()) {
    if (resets > 0) faults.push(`client ${index} was told to start anew`);
    const isGapless = heard.every(({ eventSeq }, at) => eventSeq === at + 1);
    if (!isGapless || heard.length !== last) faults.push(`client ${index} has gaps`);
    if (shape(heard) !== shape(first?.heard ?? [])) faults.push(`client ${index} heard otherwise`);
    const now = new Map(heard.map(({ message }) => [message?.id, message?.text]));
    for (const { id, text } of rows) {
      if (now.get(id) !== text) faults.push(`client ${index} knows an old text of ${id}`);
    }
  }
  const rooms = await db('chat_rooms').where('last_event_seq', last).count<{ count: string }[]>();
  if (Number(rooms[0]?.count) !== 1) faults.push(`the room does not end at ${last}`);
  return faults;
}
