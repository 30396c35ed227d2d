import { blurZone } from './blur-zone';
import { distanceMeters } from './distance';
import { isHidden } from './pick-latest';

const RADII = [50, 500, 5000];
const PLACES = [
  { lon: 4.001, lat: 38 },
  { lon: 179.999, lat: -65 },
  { lon: 18, lat: 78 },
];

const zones = RADII.flatMap((radiusMeters) =>
  PLACES.flatMap((place) =>
    Array.from({ length: 20 }, (_, index) => ({ ...place, radiusMeters, id: `zone-${index}` })),
  ),
);

/** The point so many metres from a place in a direction. */
function pointAt(place: { lon: number; lat: number }, meters: number, degrees: number) {
  const angle = (degrees * Math.PI) / 180;
  const north = (meters * Math.sin(angle)) / 111_195;
  const east = (meters * Math.cos(angle)) / (111_195 * Math.cos((place.lat * Math.PI) / 180));
  return { lon: place.lon + east, lat: place.lat + north };
}

it('hides all of a zone, from a centre that is not its own', () => {
  for (const zone of zones) {
    const blurred = blurZone(zone);
    for (let degrees = 0; degrees < 360; degrees += 15) {
      const edge = pointAt(zone, zone.radiusMeters * 0.999, degrees);
      expect([zone, degrees, isHidden(edge, [blurred])]).toEqual([zone, degrees, true]);
    }
    const moved = distanceMeters(zone, blurred) / zone.radiusMeters;
    expect(moved).toBeGreaterThan(0.24);
    expect(moved).toBeLessThan(0.51);
    expect(blurred.radiusMeters).toBeLessThan(zone.radiusMeters * 1.51);
  }
});

it('moves a zone the same way each time, and each in its own', () => {
  const [one, other] = zones as [(typeof zones)[0], (typeof zones)[0]];
  expect(blurZone(one)).toEqual(blurZone(one));
  expect(blurZone(one).lon).not.toBe(blurZone(other).lon);
});
