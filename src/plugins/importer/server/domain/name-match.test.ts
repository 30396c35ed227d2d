import { decideMatch, normalizeName } from './name-match';
import { readWormsRecord, type WormsMatch } from './worms-record';

function match(fields: Record<string, unknown>): WormsMatch {
  const read = readWormsRecord({ scientificname: 'Aus bus', match_type: 'exact', ...fields });
  if (!read) throw new Error('The record of the test cannot be read');
  return read;
}

const accepted = match({ AphiaID: 1, valid_AphiaID: 1, status: 'accepted' });
const synonym = match({ AphiaID: 2, valid_AphiaID: 1, status: 'unaccepted' });
const homonym = match({ AphiaID: 3, valid_AphiaID: 3, status: 'accepted' });
const similar = match({ AphiaID: 4, valid_AphiaID: 4, match_type: 'near_1' });
const struck = match({ AphiaID: 5, valid_AphiaID: 5, status: 'deleted' });

it.each([
  ['the one record', [accepted], { outcome: 'matched', aphiaId: 1 }],
  ['a synonym alone', [synonym], { outcome: 'matched', aphiaId: 2 }],
  [
    'the accepted one of two that are one taxon',
    [synonym, accepted],
    { outcome: 'matched', aphiaId: 1 },
  ],
  [
    'nobody of two taxa with one name',
    [accepted, homonym],
    { outcome: 'ambiguous', aphiaId: null },
  ],
  ['no similar name', [similar], { outcome: 'none', aphiaId: null }],
  ['no name that was struck', [struck], { outcome: 'none', aphiaId: null }],
  ['nothing from nothing', [], { outcome: 'none', aphiaId: null }],
])('chooses %s', (_what, found, outcome) => {
  expect(decideMatch(found)).toEqual(outcome);
});

it('asks for a name once, however it is spaced', () => {
  expect(normalizeName('  Gadus \n morhua ')).toBe('Gadus morhua');
});

it('reads an environment that is not said as unsure, not as no', () => {
  const read = match({ AphiaID: 1, isMarine: 1, isBrackish: 0, isExtinct: null });
  expect(read).toMatchObject({ isMarine: true, isBrackish: false, isExtinct: null });
});
