import { openFrames, type Frames } from './frames';

/** Of Engine.IO and Socket.IO (protocols 4 and 5) what a client of these measurements says and hears. */
const OPEN = 48; // 0
const PING = 50; // 2
const MESSAGE = 52; // 4
const CONNECTED = 48; // 0
const EVENT = 50; // 2
const ACK = 51; // 3
const REFUSED = 52; // 4

type OnAck = (answer: Buffer) => void;

export interface LightClient {
  /** Sends an event; `onAck` is given the JSON of what it is answered, within brackets. */
  emit(event: string, payload: string, onAck: OnAck): void;
  close(): void;
}

interface Opening {
  port: number;
  address: string;
  token?: string | undefined;
  /** An event that came, as JSON `["name",payload]`; the bytes are gone when it returns. */
  onEvent: (bytes: Buffer, start: number, end: number) => void;
  onEnd: (reason: string) => void;
}

const PATH = '/socket.io/?EIO=4&transport=websocket';

/** Says what a client of Socket.IO says. Resolves when the server has let it in. */
export async function openLight({
  port,
  address,
  token,
  onEvent,
  onEnd,
}: Opening): Promise<LightClient> {
  const waiting = new Map<number, OnAck>();
  let lastId = 0;
  let isClosed = false;
  const frames = await new Promise<Frames>((resolve, reject) => {
    function onMessage(own: Frames, bytes: Buffer, start: number, end: number): void {
      const kind = bytes[start];
      if (kind === EVENT) return onEvent(bytes, start + 1, end);
      if (kind === CONNECTED) return resolve(own);
      if (kind === REFUSED) return reject(new Error(bytes.toString('utf8', start, end)));
      if (kind !== ACK) return;
      const bracket = bytes.indexOf('[', start);
      const id = Number(bytes.toString('latin1', start + 1, bracket));
      const onAck = waiting.get(id);
      waiting.delete(id);
      onAck?.(bytes.subarray(bracket, end));
    }

    openFrames({
      port,
      path: PATH,
      headers: { 'X-Forwarded-For': address },
      onText(own, bytes, start, end) {
        const kind = bytes[start];
        if (kind === MESSAGE) onMessage(own, bytes, start + 1, end);
        else if (kind === PING) own.send('3');
        else if (kind === OPEN)
          own.send(`40${JSON.stringify(token === undefined ? {} : { token })}`);
      },
      onEnd(reason) {
        reject(new Error(reason));
        if (!isClosed) onEnd(reason);
      },
    }).catch(reject);
  });

  return {
    emit(event, payload, onAck) {
      lastId += 1;
      waiting.set(lastId, onAck);
      frames.send(`42${lastId}["${event}",${payload}]`);
    },
    close() {
      isClosed = true;
      frames.close();
    },
  };
}
