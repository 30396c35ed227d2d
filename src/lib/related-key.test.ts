import { relatedKey } from './related-key';

it.each([
  ['a number', 7, { id: 7 }],
  ['the id of a document', 'abc', { documentId: 'abc' }],
  ['a list', [3, 7], { id: 7 }],
  ['a row', { id: 7 }, { id: 7 }],
  ['a document', { documentId: 'abc', locale: null }, { documentId: 'abc' }],
  [
    'what the panel sends',
    { connect: [{ id: 7, documentId: 'abc' }], disconnect: [] },
    { documentId: 'abc' },
  ],
  ['a short connect', { connect: 'abc' }, { documentId: 'abc' }],
  ['a set', { set: [{ id: 7 }] }, { id: 7 }],
  ['nothing', null, undefined],
  ['an empty list', [], undefined],
  ['what only disconnects', { connect: [], disconnect: [{ id: 7 }] }, undefined],
  ['what is no relation', true, undefined],
])('reads %s', (_what, value, key) => {
  expect(relatedKey(value)).toEqual(key);
});
