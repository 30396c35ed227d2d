import { createKeyring } from './keyring';
import { createSealedCursors } from './sealed-cursor';

const cursorsOf = (...secrets: string[]) => createSealedCursors(createKeyring(secrets, 'list'));
const cursors = cursorsOf('old');
const POSITION = ['lovelace', 7];

it('gives back what it stands behind, for the same list only', () => {
  const cursor = cursors.seal(POSITION, 'by name');
  expect(cursors.open(cursor, 'by name')).toEqual(POSITION);
  expect(cursors.open(cursor, 'by address')).toBeNull();
});

it('shows nobody what it holds', () => {
  const bytes = Buffer.from(cursors.seal(POSITION, 'by name'), 'base64url');
  expect(bytes.toString('latin1')).not.toContain('lovelace');
});

it('refuses what was changed, cut, written otherwise or made by somebody else', () => {
  const cursor = cursors.seal(POSITION, 'by name');
  const bytes = Buffer.from(cursor, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(cursors.open(changed.toString('base64url'), 'by name')).toBeNull();
    expect(cursors.open(bytes.subarray(0, at).toString('base64url'), 'by name')).toBeNull();
  }
  for (const other of ['', 'x', `${cursor}=`, ` ${cursor}`, 'AAAA'.repeat(20)]) {
    expect(cursors.open(other, 'by name')).toBeNull();
  }
  expect(cursorsOf('other').open(cursor, 'by name')).toBeNull();
});

it('goes on after a new secret came in front of the old', () => {
  expect(cursorsOf('new', 'old').open(cursors.seal(POSITION, 'by name'), 'by name')).toEqual(
    POSITION,
  );
});
