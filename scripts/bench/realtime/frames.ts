import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/**
 * The least of a WebSocket client: text frames over TCP. What it leaves out (fragments, compression,
 * masks that hide) is what a client library costs; the cores belong to the server that is measured.
 */

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** Where a frame's content is; gone when the listener returns. */
export type OnText = (frames: Frames, bytes: Buffer, start: number, end: number) => void;

export interface Frames {
  send(text: string): void;
  close(): void;
}

interface Opening {
  port: number;
  path: string;
  headers: Record<string, string>;
  onText: OnText;
  onEnd: (reason: string) => void;
}

/** A masked frame; the mask is zero, so that nothing needs to be turned. */
function frameOf(opcode: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 126 ? 6 : 8;
  const frame = Buffer.alloc(head + length);
  frame[0] = 128 | opcode;
  if (length < 126) frame[1] = 128 | length;
  else {
    if (length > 65_535) throw new Error('The frame is too long.');
    frame[1] = 128 | 126;
    frame.writeUInt16BE(length, 2);
  }
  content.copy(frame, head);
  return frame;
}

/** Reads the frames at the beginning of some bytes. @returns how many bytes they were. */
function readFrames(bytes: Buffer, onFrame: (opcode: number, start: number, end: number) => void) {
  let at = 0;
  for (;;) {
    if (bytes.length < at + 2) return at;
    const short = (bytes[at + 1] ?? 0) & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < at + head) return at;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    const start = at + head;
    if (bytes.length < start + length) return at;
    onFrame((bytes[at] ?? 0) & 15, start, start + length);
    at = start + length;
  }
}

const none = Buffer.alloc(0);

/** Resolves when the server has agreed. @throws Error with what it answered instead. */
export function openFrames({ port, path, headers, onText, onEnd }: Opening): Promise<Frames> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let isOpen = false;
    let rest: Buffer = none;
    const frames: Frames = {
      send: (text) => void socket.write(frameOf(TEXT, Buffer.from(text))),
      close: () => void socket.destroy(),
    };

    function onHead(): void {
      const end = rest.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const head = rest.subarray(0, end).toString();
      if (!head.startsWith('HTTP/1.1 101')) {
        socket.destroy();
        return reject(new Error(head));
      }
      rest = rest.subarray(end + END_OF_HEAD.length);
      isOpen = true;
      resolve(frames);
    }

    function onFrame(bytes: Buffer, opcode: number, start: number, end: number): void {
      if (opcode === TEXT) onText(frames, bytes, start, end);
      else if (opcode === PING) socket.write(frameOf(PONG, bytes.subarray(start, end)));
      else if (opcode === CLOSE)
        socket.destroy(new Error(bytes.subarray(start + 2, end).toString()));
    }

    socket.on('data', (chunk: Buffer) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      rest = bytes;
      if (!isOpen) onHead();
      if (!isOpen) return;
      const all = rest;
      const used = readFrames(all, (opcode, start, end) => onFrame(all, opcode, start, end));
      rest = used === all.length ? none : all.subarray(used);
    });
    socket.on('error', reject);
    let reason = 'closed';
    socket.on('error', (error) => (reason = error.message));
    socket.on('close', () => onEnd(reason));
    const lines = Object.entries({
      Host: `127.0.0.1:${port}`,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  });
}
