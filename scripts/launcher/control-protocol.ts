import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/**
 * What launchers and the database process say to each other over its loopback control port: JSON, one message a
 * line. A claim lasts as long as its connection, so that the kernel ends it for a process that was killed.
 */
export const databaseRole = z.enum(['server', 'command']);
export type DatabaseRole = z.infer<typeof databaseRole>;

const claimant = z.object({ role: databaseRole, name: z.string(), pid: z.number() });
export type Claimant = z.infer<typeof claimant>;

export const launcherMessage = z.discriminatedUnion('type', [
  claimant.extend({ type: z.literal('claim'), token: z.string() }),
  /** Loading the app changes the schema; Strapi has no lock for that, so launchers take turns. */
  z.object({ type: z.literal('take-boot-turn') }),
  z.object({ type: z.literal('end-boot-turn') }),
]);
export type LauncherMessage = z.infer<typeof launcherMessage>;

export const databaseMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('granted'), url: z.string() }),
  z.object({ type: z.literal('refused'), holder: claimant }),
  z.object({ type: z.literal('boot-turn') }),
]);
export type DatabaseMessage = z.infer<typeof databaseMessage>;

/** Sends one message; a connection that is already gone has nobody left to tell. */
export function send(socket: Socket, message: LauncherMessage | DatabaseMessage): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls back with each message; a line that is not one ends the connection. */
export function receive<Message>(
  socket: Socket,
  schema: z.ZodType<Message>,
  take: (message: Message) => void,
): void {
  const lines = createInterface({ input: socket });
  // The interface repeats the socket's errors as its own, such as the reset that a killed peer leaves.
  lines.on('error', () => socket.destroy());
  lines.on('line', (line) => {
    let message: Message;
    try {
      message = schema.parse(JSON.parse(line));
    } catch {
      socket.destroy(); // not one of us
      return;
    }
    take(message);
  });
}
