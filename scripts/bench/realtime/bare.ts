import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Pool } from 'pg';
import { Server } from 'socket.io';
import { keepBusy, type Busy, type Figure } from './busy';
import { answerCalls } from './calls';
import { TEXT } from './chat-load';
import { memoryNow } from './memory-now';

/** Rows of one statement when they are written together. */
const BATCH = 200;

type Reply = (answer: object) => void;
interface Sent {
  room: string;
  clientId: string;
  text: string;
}

const PERSON = { id: 'member1000', name: 'member1000', role: 'student' };
const lastSeqs = new Map<string, number>();

/** As large as an event of the app. */
function eventOf({ room, clientId, text }: Sent) {
  const eventSeq = (lastSeqs.get(room) ?? 0) + 1;
  lastSeqs.set(room, eventSeq);
  const at = new Date().toISOString();
  const message = {
    id: randomUUID(),
    room,
    eventSeq,
    clientId,
    author: PERSON,
    text,
    mentions: [],
    replyTo: null,
    attachments: [],
    reactions: [],
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    hiddenAt: null,
  };
  return { room, eventSeq, type: 'message', at, actor: PERSON, message, details: {} };
}

const INSERT = `insert into bare_messages (id, room_id, client_id, author_id, text, created_at)`;

function createInserts(databaseUrl: string, poolSize: number) {
  const pool = new Pool({ connectionString: databaseUrl, max: poolSize });
  const run = (load: Omit<Busy, 'work' | 'atOnce'>, work: Busy['work']): Promise<Figure> =>
    keepBusy({ ...load, atOnce: poolSize, work });
  return {
    insertEach: (load: Omit<Busy, 'work' | 'atOnce'>) =>
      run(load, async (turn) => {
        const values = [randomUUID(), turn % 1000, randomUUID(), turn % 5000, TEXT, new Date()];
        await pool.query(`${INSERT} values ($1, $2, $3, $4, $5, $6)`, values);
        return 1;
      }),
    insertMany: (load: Omit<Busy, 'work' | 'atOnce'>) =>
      run(load, async () => {
        const ids = Array.from({ length: BATCH }, () => randomUUID());
        await pool.query(
          `${INSERT} select id, 1, id, 1, $2, now() from unnest($1::uuid[]) as sent (id)`,
          [ids, TEXT],
        );
        return BATCH;
      }),
  };
}

/**
 * The least that Socket.IO and PostgreSQL can do: the events of the app without accounts, rules, limits
 * and storage, and inserts without anything around them.
 */
function serve(port: number, databaseUrl: string, poolSize: number): void {
  const server = createServer();
  const io = new Server(server, { serveClient: false, maxHttpBufferSize: 256 * 1024 });
  io.on('connection', (socket) => {
    socket.on('chat:join', ({ room }: { room: string }, reply: Reply) => {
      void socket.join(room);
      reply({ ok: true, data: {} });
    });
    socket.on('chat:send', (sent: Sent, reply: Reply) => {
      const event = eventOf(sent);
      io.to(sent.room).emit('chat:event', event);
      reply({ ok: true, data: { message: event.message } });
    });
    socket.on('echo', (sent: object, reply: Reply) => reply({ ok: true, data: sent }));
  });
  answerCalls({ memory: memoryNow, ...createInserts(databaseUrl, poolSize) });
  server.listen(port, '127.0.0.1', () => process.send?.('ready'));
}

const [port, databaseUrl = '', poolSize] = process.argv.slice(2);
serve(Number(port), databaseUrl, Number(poolSize));
