type Frame = Buffer | string;

/** What Engine.IO keeps of what is to be sent. */
export interface Packet {
  type: string;
  data?: unknown;
  options: {
    /** A frame that is the same for everybody who is sent it, in one piece or several. */
    wsPreEncodedFrame?: readonly Frame[];
  };
}

/** Of Engine.IO: a packet with a message. */
const MESSAGE = '4';
/** FIN and the opcode of a text, as servers send it: not masked (RFC 6455, 5.2). */
const WHOLE_TEXT = 0x81;
const SHORT = 125;
const MEDIUM = 0xffff;
const MEDIUM_SIGN = 126;
const LONG_SIGN = 127;

/** A WebSocket frame with a text, in one piece. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length <= SHORT ? 2 : length <= MEDIUM ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = WHOLE_TEXT;
  if (length <= SHORT) frame[1] = length;
  else if (length <= MEDIUM) {
    frame[1] = MEDIUM_SIGN;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LONG_SIGN;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}

/** About how many bytes a packet has; the letters of a text are taken for one each. */
export function bytesOf({ data, options }: Packet): number {
  if (options.wsPreEncodedFrame) {
    return options.wsPreEncodedFrame.reduce((sum, part) => sum + part.length, 0);
  }
  return typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0;
}

/** The frame of a packet in one piece; undefined for what Engine.IO has to encode itself. */
function frameOf({ type, data, options }: Packet): Buffer | undefined {
  const frame = options.wsPreEncodedFrame;
  if (frame) {
    const [first] = frame;
    if (frame.length === 1 && Buffer.isBuffer(first)) return first;
    const whole = Buffer.concat(
      frame.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(part))),
    );
    // The options are shared by all who are sent the packet.
    options.wsPreEncodedFrame = [whole];
    return whole;
  }
  return type === 'message' && typeof data === 'string' ? textFrame(MESSAGE + data) : undefined;
}

/** The same packets for a WebSocket, as one that is a single piece of bytes where that can be. */
export function joinFrames(packets: Packet[]): Packet[] {
  const frames: Buffer[] = [];
  for (const packet of packets) {
    const frame = frameOf(packet);
    if (!frame) return packets;
    frames.push(frame);
  }
  const [first] = packets;
  if (!first) return packets;
  if (packets.length === 1 && first.options.wsPreEncodedFrame) return packets;
  const whole = frames.length === 1 ? frames : [Buffer.concat(frames)];
  return [{ type: 'message', options: { wsPreEncodedFrame: whole } }];
}
