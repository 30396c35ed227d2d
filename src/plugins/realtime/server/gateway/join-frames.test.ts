import { joinFrames, textFrame } from './join-frames';

/** Reads frames as a client does that trusts their heads. */
function textsIn(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    expect(bytes[at]).toBe(0x81);
    const short = bytes[at + 1] ?? 0;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    texts.push(bytes.toString('utf8', at + head, at + head + length));
    at += head + length;
  }
  return texts;
}

const message = (data: string) => ({ type: 'message', data, options: {} });
const [head, body] = [Buffer.from([0x81, 2]), Buffer.from('4b')];
const broadcast = () => ({
  type: 'message',
  data: 'b',
  options: { wsPreEncodedFrame: [head, body] },
});
const bytesOf = (packets: ReturnType<typeof joinFrames>) =>
  packets.map(({ options }) => Buffer.concat((options.wsPreEncodedFrame ?? []) as Buffer[]));

describe('frames of a turn', () => {
  it('are written as RFC 6455 shows them', () => {
    expect(textFrame('Hello').toString('hex')).toBe('810548656c6c6f');
  });

  it.each([0, 125, 126, 65_535, 65_536])('say how long they are, with %i bytes', (length) => {
    expect(textsIn(textFrame('x'.repeat(length)))).toEqual(['x'.repeat(length)]);
  });

  it('count bytes and not letters', () => {
    expect(textsIn(textFrame('🐙'.repeat(40)))).toEqual(['🐙'.repeat(40)]);
  });

  it('become one piece in their order', () => {
    const [whole, ...more] = bytesOf(joinFrames([message('a'), broadcast(), message('é')]));
    expect(more).toEqual([]);
    expect(textsIn(whole ?? Buffer.alloc(0))).toEqual(['4a', '4b', '4é']);
  });

  it('are put together once for everybody who is sent the same', () => {
    const same = broadcast();
    joinFrames([same]);
    const [first] = same.options.wsPreEncodedFrame;
    expect(same.options.wsPreEncodedFrame).toHaveLength(1);
    joinFrames([same]);
    expect(same.options.wsPreEncodedFrame[0]).toBe(first);
  });

  it('leave to Engine.IO what is no message', () => {
    const packets = [message('a'), { type: 'ping', options: {} }];
    expect(joinFrames(packets)).toBe(packets);
    expect(joinFrames([])).toEqual([]);
  });
});
