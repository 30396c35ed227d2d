import { readOsmandJson } from './osmand';
import { readOverland } from './overland';

const NOW = new Date('2026-06-01T08:00:00Z');

it('takes a batch of Overland that does not say where the phone is now', () => {
  const feature = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [-122.030581, 37.3318] },
    properties: { timestamp: '2015-10-01T08:00:00-0700' },
  };
  const read = readOverland({ locations: [feature] });
  expect(read).toEqual([expect.objectContaining({ lon: -122.030581, speedMps: null })]);
});

it('takes a position of Traccar without a moment, a battery level or a word about mocking', () => {
  const location = { coords: { latitude: 37.4, longitude: -122.1 }, battery: {} };
  const report = readOsmandJson({ device_id: 'a', location }, NOW);
  expect(report?.reading).toMatchObject({ lat: 37.4, recordedAt: NOW, isMock: false });
});
