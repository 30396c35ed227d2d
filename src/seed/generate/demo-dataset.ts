/** The provider name of everything that is made up, so that no query can take it for data. */
export const DEMO_PROVIDER = 'demo';
export const DEMO_DATASET_KEY = 'shoal-demo';
export const DEMO_LICENSE = 'https://creativecommons.org/publicdomain/zero/1.0/';
/** When the demonstration was "seen": fixed, so that making it again makes the same rows. */
export const DEMO_SEEN_AT = '2026-10-01T00:00:00.000Z';

export const DEMO_DATASET = {
  provider: DEMO_PROVIDER,
  datasetKey: DEMO_DATASET_KEY,
  title: 'Shoal demonstration: real species at invented positions',
  abstract:
    'Made by a program to show what Shoal does. The species and their AphiaIDs are real; every ' +
    'position, date, depth and count is invented. Nobody saw any of this. Do not cite it, do not ' +
    'analyse it, do not send it on.',
  citation: 'Shoal demonstration dataset (invented records, not for use in science).',
  license: DEMO_LICENSE,
  intellectualRights: 'CC0 1.0: no rights reserved, and nothing to reserve any in.',
  publishedAtProvider: DEMO_SEEN_AT,
  updatedAtProvider: DEMO_SEEN_AT,
  accessedAt: DEMO_SEEN_AT,
} as const;

export type DemoDataset = typeof DEMO_DATASET;
