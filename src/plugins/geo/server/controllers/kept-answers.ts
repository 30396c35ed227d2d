import type { Context } from 'koa';
import { LRUCache } from 'lru-cache';

/** What an answer is made of when it is sent again. */
interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  vary: string;
  body: Buffer;
}

/** Headers that `produce` decides, beside `Vary`. */
const HEADERS = ['Content-Type', 'Content-Encoding'];

/** What an entry takes beside its body, roughly. */
const ENTRY_BYTES = 512;

function bodyOf(ctx: Context): Buffer {
  const body: unknown = ctx.body;
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === 'string') return Buffer.from(body);
  return body === undefined || body === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

function answerOf(ctx: Context): KeptAnswer {
  const given = HEADERS.map((name) => [name, ctx.response.get(name)]).filter(([, value]) => value);
  const headers = Object.fromEntries(given) as Record<string, string>;
  return { status: ctx.status, headers, vary: ctx.response.get('Vary'), body: bodyOf(ctx) };
}

function send(ctx: Context, { status, headers, vary, body }: KeptAnswer): void {
  ctx.status = status;
  // Its type first: a body without one is taken for a file.
  ctx.set(headers);
  if (vary) ctx.vary(vary);
  if (status !== 204) ctx.body = body;
}

/**
 * Answers that many ask for, kept as long as there is room: every visitor of a map begins with the same
 * view of the world. The key must say the version of the data and what the caller may see.
 * @param maxBytes 0 keeps nothing.
 */
export function createKeptAnswers(maxBytes: number) {
  const answers =
    maxBytes > 0
      ? new LRUCache<string, KeptAnswer>({
          maxSize: maxBytes,
          sizeCalculation: ({ body }) => body.length + ENTRY_BYTES,
        })
      : null;

  /** Sends what is kept under this key, or what `produce` puts into the context. */
  return async (ctx: Context, key: string, produce: () => Promise<void>): Promise<void> => {
    if (!answers) return produce();
    const keyOfCoding = `${ctx.acceptsEncodings('gzip')} ${key}`;
    const known = answers.get(keyOfCoding);
    if (known) return send(ctx, known);
    await produce();
    const answer = answerOf(ctx);
    answers.set(keyOfCoding, answer);
    send(ctx, answer);
  };
}

export type KeptAnswers = ReturnType<typeof createKeptAnswers>;
