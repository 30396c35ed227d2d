import { createKeyring } from './keyring';
import { seal, unseal } from './sealed';

const keyring = createKeyring(['the first of our keys'], 'letters');
const TEXT = 'Your code is 042917, für Zoë 🐳';

it('gives back to its owner what was sealed', () => {
  expect(unseal(keyring, 'row-1', seal(keyring, 'row-1', TEXT))).toBe(TEXT);
  expect(unseal(keyring, 'row-1', seal(keyring, 'row-1', ''))).toBe('');
});

it('shows nothing of the text, and never the same twice', () => {
  const sealed = seal(keyring, 'row-1', TEXT);
  expect(sealed.includes('042917')).toBe(false);
  expect(seal(keyring, 'row-1', TEXT).equals(sealed)).toBe(false);
});

it('opens for nobody else', () => {
  const sealed = seal(keyring, 'row-1', TEXT);
  expect(() => unseal(keyring, 'row-2', sealed)).toThrow();
  const otherPurpose = createKeyring(['the first of our keys'], 'parcels');
  expect(() => unseal(otherPurpose, 'row-1', sealed)).toThrow('None of the secrets');
});

it('notices a change of any byte, and a missing end', () => {
  const sealed = seal(keyring, 'row-1', TEXT);
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(keyring, 'row-1', changed)).toThrow();
  }
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => unseal(keyring, 'row-1', sealed.subarray(0, length))).toThrow();
  }
});

it('still opens what an older key sealed, until that key is gone', () => {
  const sealed = seal(keyring, 'row-1', TEXT);
  const rotated = createKeyring(['a newer key', 'the first of our keys'], 'letters');
  expect(unseal(rotated, 'row-1', sealed)).toBe(TEXT);
  expect(() => unseal(keyring, 'row-1', seal(rotated, 'row-1', TEXT))).toThrow();
  expect(() => unseal(createKeyring(['a newer key'], 'letters'), 'row-1', sealed)).toThrow();
});
