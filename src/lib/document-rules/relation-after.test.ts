import { changesRelation, relationAfter } from './relation-after';

const before = { id: 7, documentId: 'seven' };

it.each([
  ['nothing', undefined, before],
  ['the empty lists of a form', { connect: [], disconnect: [] }, before],
  ['another one that goes', { disconnect: [{ id: 8 }] }, before],
  ['null', null, null],
  ['an empty list', [], null],
  ['an empty set', { set: [] }, null],
  ['the one that goes', { disconnect: [{ id: 7 }] }, null],
  ['the one that goes, by documentId', { disconnect: ['seven'] }, null],
  ['a documentId', 'eight', { documentId: 'eight' }],
  ['a number', 8, { id: 8 }],
  ['an object', { id: 8, documentId: 'eight' }, { documentId: 'eight' }],
  ['a list', [8], { id: 8 }],
  ['a set', { set: [{ documentId: 'eight' }] }, { documentId: 'eight' }],
  ['a connection', { connect: [{ id: 8 }], disconnect: [{ id: 7 }] }, { id: 8 }],
])('knows where a relation leads after %s is written', (_what, written, after) => {
  expect(relationAfter(before, written)).toEqual(after);
});

it.each([
  [undefined, false],
  [{ connect: [], disconnect: [] }, false],
  [{ connect: [{ id: 1 }] }, true],
  [{ disconnect: [1] }, true],
  [{ set: [] }, true],
  [null, true],
  [['a'], true],
])('knows whether %j says anything', (written, says) => {
  expect(changesRelation(written)).toBe(says);
});
