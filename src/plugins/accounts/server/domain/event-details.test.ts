import { keepableDetails } from './event-details';

it('leaves mail addresses out of what people wrote', () => {
  const reason = 'Shared with <Mia.Muster@sub.reef.example>, see x@y too';
  expect(keepableDetails({ reason })).toEqual({
    reason: 'Shared with <(address)>, see (address) too',
  });
});

it('keeps numbers, truth values and absence as they are', () => {
  const details = { sessions: 3, confirmed: true, track: null, role: 'mentor' };
  expect(keepableDetails(details)).toEqual(details);
});

it('cuts what is too long for a note', () => {
  expect(keepableDetails({ reason: 'a'.repeat(2_000) })?.reason).toHaveLength(500);
});
