import { currentRequestId } from './http/request-context';

const MESSAGE = Symbol.for('message');
const SECRET_KEY = /passw(or)?d|secret|token|authorization|cookie|api[-_]?key|^otp$|^pin$/i;
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, '$1:[redacted]@'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[redacted]'],
  [/([?&#](?:token|code|password|secret|access_token|refresh_token)=)[^\s&#"']+/gi, '$1[redacted]'],
];
/** What every text has that one of these finds: most texts are looked at once. */
const SECRET_HINT = /bearer|basic|:\/\/|eyJ|[?&#]/i;
const ANSI = /\u001b\[[0-9;]*m/g;
const MAX_DEPTH = 6;

function redactText(text: string): string {
  if (!SECRET_HINT.test(text)) return text;
  return SECRET_TEXT.reduce((kept, [secret, instead]) => kept.replace(secret, instead), text);
}

/** A copy without secrets, cycles or bottomless depth. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const entries = Object.entries(value instanceof Error ? describeError(value) : value);
  return Object.fromEntries(
    entries.map(([key, item]) => [
      key,
      SECRET_KEY.test(key) ? '[redacted]' : redact(item, depth + 1),
    ]),
  );
}

/** `bindings` and `query` of a database error stay out: they hold people's data. */
function describeError(error: Error): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && { cause: error.cause }),
  };
}

/** What winston hands to a format. An error that was logged itself arrives as this object. */
type LogInfo = { level: string; message: unknown };

/** One flat object for a line: time, level, message, request id, then the rest. */
export function describeLine(info: LogInfo, now: Date): Record<string, unknown> {
  // Strapi's database stamps its own lines; `time` says the same.
  const { level, message, timestamp: _stamp, ...rest } = info as LogInfo & Record<string, unknown>;
  const error = info instanceof Error ? describeError(info) : undefined;
  const said = message instanceof Error ? message.message : message;
  const requestId = rest['requestId'] ?? currentRequestId();
  return {
    time: now.toISOString(),
    level: level.replace(ANSI, ''),
    message: redact(typeof said === 'string' ? said.replace(ANSI, '') : said),
    ...(requestId !== undefined && { requestId }),
    ...(error && { error: redact(error) }),
    ...(message instanceof Error && { error: redact(message) }),
    ...(error ? {} : (redact(rest) as Record<string, unknown>)),
  };
}

/** A pleasant line for people in development: time of day, level, message, and a stack if any. */
function toText({ time, level, message, error, ...rest }: Record<string, unknown>): string {
  const stack = (error as { stack?: string } | undefined)?.stack;
  const { durationMs, requestId } = rest as { durationMs?: number; requestId?: string };
  return [
    `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${typeof message === 'string' ? message : JSON.stringify(message)}`,
    ...(durationMs === undefined ? [] : [`${durationMs} ms`]),
    ...(requestId === undefined ? [] : [`#${requestId.slice(0, 8)}`]),
    ...(stack === undefined ? [] : [`\n${stack}`]),
  ].join(' ');
}

/** A winston format that writes each line as JSON or as text, without secrets. */
export function createLogFormat(style: 'json' | 'text') {
  return {
    transform(info: LogInfo): LogInfo {
      const line = describeLine(info, new Date());
      const text = style === 'json' ? JSON.stringify(line) : toText(line);
      // Object.assign keeps the symbol by which transports compare levels.
      return Object.assign({}, info, { [MESSAGE]: text });
    },
  };
}
