import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type AddressObject } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { until } from './launcher-process';

/** A mail that came in, as a mail program would see it. */
export interface ReceivedMail {
  /** Whom the envelope named, one entry for each RCPT TO. */
  recipients: string[];
  from: string;
  to: string;
  subject: string;
  messageId: string;
  text: string;
  html: string;
  headers: Map<string, string>;
  /** The first address in the text that leads somewhere. */
  link: string | undefined;
  /** The code of six digits that stands on a line of its own. */
  code: string | undefined;
}

/**
 * `greylist`: "come back later" to every recipient. `unknown`: no such mailbox. `silent`: takes the
 * connection and does not greet. `late`: greets after a second. `slow`: one byte at a time.
 * `drop`: takes the whole mail and hangs up without a word.
 */
export type SmtpMood = 'normal' | 'greylist' | 'unknown' | 'silent' | 'late' | 'slow' | 'drop';

export interface TestSmtpServer {
  port: number;
  mails: ReceivedMail[];
  /** How many connections came in so far. */
  connections: () => number;
  become: (mood: SmtpMood) => void;
  /** Takes the server away, as a provider that is down. */
  refuse: () => Promise<void>;
  /** Brings it back on the same port. */
  accept: () => Promise<void>;
  /** The newest mail to `address`; waits for it. */
  mailTo: (address: string, withinMs?: number) => Promise<ReceivedMail>;
  close: () => Promise<void>;
}

const LATE_MS = 1000;

const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

const textOf = (address: AddressObject | AddressObject[] | undefined): string =>
  [address ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');

/** What a person would read and click in a plain text. */
export const readMailText = (text: string) => ({
  link: /https?:\/\/\S+/.exec(text)?.[0],
  code: /^\d{6}$/m.exec(text)?.[0],
});

async function parse(raw: Buffer, recipients: string[]): Promise<ReceivedMail> {
  const mail = await simpleParser(raw);
  const text = mail.text ?? '';
  return {
    recipients,
    from: textOf(mail.from),
    to: textOf(mail.to),
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    text,
    html: mail.html === false ? '' : mail.html,
    headers: new Map(mail.headerLines.map(({ key, line }) => [key, line])),
    ...readMailText(text),
  };
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Sends what is written byte after byte, so that an answer takes a while. */
function slowDown(socket: Socket): void {
  const write = socket.write.bind(socket);
  let last = Promise.resolve();
  socket.write = (chunk: string | Uint8Array) => {
    for (const byte of Buffer.from(chunk)) {
      last = last.then(
        () => new Promise((sent) => setTimeout(() => sent(void write(Buffer.of(byte))), 15)),
      );
    }
    return true;
  };
}

/** A real SMTP server on a free port, with moods for what providers do on bad days. */
export async function startSmtpServer(): Promise<TestSmtpServer> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let mood: SmtpMood = 'normal';
  let connections = 0;
  let server: SMTPServer | undefined;

  const hangUp = ({ remotePort }: SMTPServerSession) =>
    [...sockets].find((socket) => socket.remotePort === remotePort)?.destroy();

  const makeServer = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 10,
      onConnect(_session, next) {
        connections += 1;
        if (mood === 'silent') return;
        if (mood === 'late') setTimeout(next, LATE_MS);
        else next();
      },
      onAuth: ({ username }, _session, next) => next(null, { user: username }),
      onRcptTo(_address, _session, next) {
        if (mood === 'greylist') next(refusal(450, '4.2.0 Greylisted, come back later'));
        else if (mood === 'unknown') next(refusal(550, '5.1.1 No such mailbox'));
        else next();
      },
      onData(stream, session, next) {
        const isDropped = mood === 'drop';
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        readAll(stream)
          .then(async (raw) => {
            mails.push(await parse(raw, recipients));
            if (isDropped) hangUp(session);
            else next();
          })
          .catch((error: Error) => next(error));
      },
    });

  const listen = async (port: number): Promise<number> => {
    const started = makeServer();
    server = started;
    started.on('error', () => undefined); // a client that hung up in the middle
    started.server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      if (mood === 'slow') slowDown(socket);
    });
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve));
    return (started.server.address() as AddressInfo).port;
  };

  const refuse = async () => {
    const stopped = server;
    server = undefined;
    if (!stopped) return;
    const closed = new Promise<void>((resolve) => stopped.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const port = await listen(0);
  return {
    port,
    mails,
    connections: () => connections,
    become: (next) => (mood = next),
    refuse,
    accept: async () => {
      if (!server) await listen(port);
    },
    mailTo: async (address, withinMs = 15_000) => {
      const find = () => mails.findLast(({ recipients }) => recipients.includes(address));
      await until(`a mail to ${address} arrives`, () => find() !== undefined, withinMs);
      return find() as ReceivedMail; // just seen
    },
    close: refuse,
  };
}
