import { randomUUID } from 'node:crypto';
import { uuidFromBytes, uuidToBytes } from './uuid-bytes';

it('reads back what it wrote', () => {
  const uuid = randomUUID();
  expect(uuidToBytes(uuid)).toHaveLength(16);
  expect(uuidFromBytes(uuidToBytes(uuid))).toBe(uuid);
});

it('takes nothing else for a UUID', () => {
  expect(() => uuidFromBytes(Buffer.alloc(15))).toThrow('16 bytes');
});
