import { obisParameters, type ObisParameters } from './query';
import { withdrawalScope } from './withdrawal-scope';

it('is everything when everything was asked for, absences and dropped records too', () => {
  expect(withdrawalScope(obisParameters.parse({ pageSize: 10 }))).toEqual({
    ...{ datasetKeys: null, taxa: null, box: null, after: null, before: null, claims: [] },
    hasCoordinates: false,
  });
});

it('is what the filters leave', () => {
  const scope = withdrawalScope(
    obisParameters.parse({ taxonIds: [7], absence: 'exclude', dropped: 'only' }),
  );
  expect(scope?.taxa?.values).toEqual(['7']);
  expect(scope?.taxa?.fields).toEqual(expect.arrayContaining(['aphiaID', 'genusid', 'classid']));
  expect(scope?.claims).toEqual([
    { field: 'absence', isTrue: false },
    { field: 'dropped', isTrue: true },
  ]);
});

it('is not known for a filter that is not understood here', () => {
  const parameters = { ...obisParameters.parse({}), newer: 'x' } as ObisParameters;
  expect(withdrawalScope(parameters)).toBeNull();
});
