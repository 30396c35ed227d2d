import type { NewPosition } from '../../domain/location/position';
import { createPositionWriter } from './position-writer';

const positionOf = (userId: number): NewPosition => ({
  userId,
  deviceId: 0,
  recordedAt: new Date('2026-06-01T08:00:00Z'),
  receivedAt: new Date('2026-06-01T08:00:01Z'),
  sentAt: null,
  lon: 1,
  lat: 1,
  accuracyMeters: null,
  altitudeMeters: null,
  speedMps: null,
  headingDegrees: null,
  batteryPercent: null,
  isMock: false,
});

it('finds the one that the database refuses with few statements, and stores the others', async () => {
  const REFUSED = 80;
  const statements: number[] = [];
  const writer = createPositionWriter({
    intervalMs: 500,
    async store(positions) {
      statements.push(positions.length);
      await new Promise(setImmediate);
      if (positions.some(({ userId }) => userId === REFUSED)) throw new Error('refused');
      return positions.map(({ userId, deviceId, recordedAt }) => ({
        userId,
        deviceId,
        recordedMs: recordedAt.getTime(),
      }));
    },
  });
  // Even numbers are all of one line; the first is under way before the others come.
  const people = Array.from({ length: 101 }, (_, index) => 2 * index);
  const written = await Promise.allSettled(
    people.map((userId) => writer.write({ userId }, [positionOf(userId)])),
  );
  const refused = people.filter((_, index) => written[index]?.status === 'rejected');
  expect(refused).toEqual([REFUSED]);
  expect(statements.slice(0, 2)).toEqual([1, 100]);
  expect(statements.length).toBeLessThan(20);
});
