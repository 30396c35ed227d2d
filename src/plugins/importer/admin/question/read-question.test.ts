import { readQuestion } from './read-question';
import { fieldsOf } from './source-fields';

const OBIS = fieldsOf('obis');

it('reads lists by commas, spaces and lines, and leaves out what is empty', () => {
  const texts = { taxonIds: '126436, 127160\n141433', datasetKeys: ' ', startDate: '2020-01-31' };
  expect(readQuestion(OBIS, texts)).toEqual({
    parameters: { taxonIds: [126436, 127160, 141433], startDate: '2020-01-31' },
    faults: {},
  });
});

it('reads a box of four numbers, and says which field it cannot read', () => {
  expect(readQuestion(OBIS, { bbox: '-10, 35, 5.5, 45' }).parameters).toEqual({
    bbox: [-10, 35, 5.5, 45],
  });
  expect(readQuestion(OBIS, { bbox: '-10, 35' }).faults).toEqual({ bbox: 'fault.box' });
  expect(readQuestion(OBIS, { endDate: '31.1.2020' }).faults).toEqual({ endDate: 'fault.day' });
  expect(readQuestion(OBIS, { taxonIds: 'cod' }).faults).toEqual({ taxonIds: 'fault.numbers' });
});

it('takes what has no field as JSON, under what has one', () => {
  const texts = { more: '{"absence":"only","taxonIds":[1]}', taxonIds: '2' };
  expect(readQuestion(OBIS, texts).parameters).toEqual({ absence: 'only', taxonIds: [2] });
  for (const more of ['{', '[1]', 'null']) {
    expect(readQuestion(OBIS, { more }).faults).toEqual({ more: 'fault.json' });
  }
});
