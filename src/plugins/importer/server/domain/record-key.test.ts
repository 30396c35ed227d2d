import { createKeyLadder, type KeyedRecord } from './record-key';

const NOTHING: KeyedRecord = {
  occurrenceID: null,
  institutionCode: null,
  collectionCode: null,
  catalogNumber: null,
  eventDate: null,
  dateParts: { year: null, month: null, day: null },
  lon: null,
  lat: null,
  minimumDepthInMeters: null,
  maximumDepthInMeters: null,
};

const keysOf = (fields: Partial<KeyedRecord>) => {
  const ladder = createKeyLadder({ ...NOTHING, ...fields }, () => JSON.stringify(fields));
  return Array.from({ length: ladder.lastRung + 1 }, (_, rung) => ladder.keyAt(rung));
};

const TRIPLET = { institutionCode: 'BAS', collectionCode: 'Argos', catalogNumber: '7' };

it('has a rung for everything that tells a record apart, best first', () => {
  const keys = keysOf({
    occurrenceID: 'urn:x:7',
    ...TRIPLET,
    eventDate: '2001-02-03',
    lon: 4.5,
    lat: 60.1,
    minimumDepthInMeters: 0,
  });
  expect(keys.slice(0, 3)).toEqual([
    'occurrence-id:urn:x:7',
    'triplet:["BAS","Argos","7"]',
    'triplet-when-where:["BAS","Argos","7","2001-02-03",4.5,60.1,0,null]',
  ]);
  expect(keys[3]).toMatch(/^content:[0-9a-f]{64}$/);
});

it('does not mistake parts for each other', () => {
  const [one] = keysOf({ ...TRIPLET, institutionCode: 'a|b', collectionCode: 'c' });
  const [other] = keysOf({ ...TRIPLET, institutionCode: 'a', collectionCode: 'b|c' });
  expect(one).not.toBe(other);
});

it('needs a catalogue number for a triplet', () => {
  expect(keysOf({ institutionCode: 'BAS', collectionCode: 'Argos' })).toHaveLength(1);
});

it('keeps distinct long keys distinct and short enough for an index', () => {
  const [one = ''] = keysOf({ occurrenceID: `${'ä'.repeat(3000)}1` });
  const [other = ''] = keysOf({ occurrenceID: `${'ä'.repeat(3000)}2` });
  expect(one).not.toBe(other);
  expect(Buffer.byteLength(one)).toBeLessThan(100);
});
