import { createKeyedSlots } from './keyed-slots';

it('gives each key its own places and forgets keys that hold none', () => {
  const slots = createKeyedSlots(2);
  const [first, second] = [slots.take('a'), slots.take('a')];
  expect(slots.take('a')).toBeNull();
  const other = slots.take('b');
  expect(other).not.toBeNull();
  first?.();
  first?.();
  const third = slots.take('a');
  expect([third, slots.take('a')]).toEqual([expect.any(Function), null]);
  [second, third, other].forEach((free) => free?.());
  expect(slots.size()).toBe(0);
});
