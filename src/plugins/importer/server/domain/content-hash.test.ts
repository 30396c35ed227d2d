import { hashContent } from './content-hash';

const RAW = '{"a":1}';

it('changes with any stored field and with the raw record', () => {
  const base = hashContent({ sex: 'female', lifeStage: null }, RAW);
  expect(hashContent({ sex: 'female', lifeStage: null }, RAW)).toBe(base);
  expect(hashContent({ sex: 'male', lifeStage: null }, RAW)).not.toBe(base);
  expect(hashContent({ sex: 'female', lifeStage: null }, '{"a":2}')).not.toBe(base);
  expect(hashContent({ sex: null, lifeStage: 'female' }, RAW)).not.toBe(base);
});

it('tells empty from absent, and does not look at the key', () => {
  expect(hashContent({ sex: '' }, RAW)).not.toBe(hashContent({ sex: null }, RAW));
  expect(hashContent({ recordKey: 'a' }, RAW)).toBe(hashContent({ recordKey: 'b' }, RAW));
});
