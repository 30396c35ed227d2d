import net from 'node:net';

/** Writes bytes to a server as they are, and reads what it says until it hangs up or says no more. */
export function sendRaw(
  url: string,
  parts: readonly (string | Buffer)[],
  { quietMs = 2000 }: { quietMs?: number } = {},
): Promise<{ text: string; isClosed: boolean }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const finish = (isClosed: boolean) => {
      socket.destroy();
      resolve({ text: Buffer.concat(chunks).toString(), isClosed });
    };
    socket.on('data', (chunk) => chunks.push(chunk));
    // A server that refuses a body may hang up while it is still being written.
    socket.on('error', () => finish(true));
    socket.on('end', () => finish(true));
    socket.setTimeout(quietMs, () => finish(false));
    for (const part of parts) socket.write(part);
  });
}

/** The status of a raw answer. */
export const statusOf = ({ text }: { text: string }): number =>
  Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
