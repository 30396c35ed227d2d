import { createCursorSigner } from './signed-cursor';

const signer = createCursorSigner(['first key', 'second key'], 'features');
const cursor = signer.sign(42, 'box A');

describe('a signed cursor', () => {
  it('gives back the row it was made from', () => {
    expect(signer.read(cursor, 'box A')).toBe(42);
    expect(signer.read(signer.sign(2 ** 52, 'box A'), 'box A')).toBe(2 ** 52);
  });

  it('is not read for another question', () => {
    expect(signer.read(cursor, 'box B')).toBeNull();
  });

  it('is not read for another purpose or with another key', () => {
    expect(createCursorSigner(['first key'], 'messages').read(cursor, 'box A')).toBeNull();
    expect(createCursorSigner(['third key'], 'features').read(cursor, 'box A')).toBeNull();
  });

  it('is still read after a new key was put in front', () => {
    const rotated = createCursorSigner(['new key', 'first key'], 'features');
    expect(rotated.read(cursor, 'box A')).toBe(42);
  });

  it('is refused after any one byte was changed', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(signer.read(changed.toString('base64url'), 'box A')).toBeNull();
    }
  });

  it.each(['', 'x', '42', `${cursor}A`, `${cursor}=`, ` ${cursor}`, cursor.slice(1), '🐟'])(
    'is refused when it reads %j',
    (given) => {
      expect(signer.read(given, 'box A')).toBeNull();
    },
  );

  it('needs a key', () => {
    expect(() => createCursorSigner([], 'features')).toThrow('key');
  });
});
