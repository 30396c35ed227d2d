import { classificationPath } from './classification';
import { readWormsRecord } from './worms-record';

const RECORDS = [
  { AphiaID: 1, scientificname: 'Biota', valid_AphiaID: 1, parentNameUsageID: 1 },
  { AphiaID: 2, scientificname: 'Animalia', valid_AphiaID: 2, parentNameUsageID: 1 },
  { AphiaID: 30, scientificname: 'Gadus', valid_AphiaID: 30, parentNameUsageID: 2 },
  { AphiaID: 31, scientificname: 'Asellus', valid_AphiaID: 30, parentNameUsageID: 2 },
  { AphiaID: 40, scientificname: 'Round', valid_AphiaID: 40, parentNameUsageID: 41 },
  { AphiaID: 41, scientificname: 'About', valid_AphiaID: 41, parentNameUsageID: 40 },
  { AphiaID: 50, scientificname: 'Lost', valid_AphiaID: 50, parentNameUsageID: 999 },
].map(readWormsRecord);

const recordOf = (id: number) => RECORDS.find((record) => record?.aphiaId === id);

it.each([
  [30, '1/2/30/'],
  [31, '1/2/30/'],
  [1, '1/'],
  [40, null],
  [50, null],
  [999, null],
])('the path of %i is %s', (id, path) => {
  expect(classificationPath(id, recordOf)).toBe(path);
});
