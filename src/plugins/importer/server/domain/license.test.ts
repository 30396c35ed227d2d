import { normalizeLicense } from './license';

describe('a licence', () => {
  it.each([
    ['CC0-1.0', 'CC0'],
    ['To the extent possible under law ... dedicated them to the  Public Domain (CC0 1.0)', 'CC0'],
    ['http://creativecommons.org/publicdomain/zero/1.0/legalcode', 'CC0'],
    ['CC_BY_4_0', 'CC BY'],
    ['CC-BY-4.0', 'CC BY'],
    ['This work is licensed under a Creative Commons Attribution (CC-BY) 4.0 License', 'CC BY'],
    ['https://creativecommons.org/licenses/by/4.0/', 'CC BY'],
    ['CC_BY_NC_4_0', 'CC BY-NC'],
    ['Creative Commons Attribution Non Commercial 4.0', 'CC BY-NC'],
    ['This work ... Attribution Non Commercial (CC-BY-NC 4.0) License', 'CC BY-NC'],
    ['http://creativecommons.org/licenses/by-nc/4.0/legalcode', 'CC BY-NC'],
  ])('written as "%s" is %s', (written, code) => {
    expect(normalizeLicense(written)).toBe(code);
  });

  it.each([
    'Restricted',
    'Licence',
    '',
    'unspecified',
    'CC BY-SA 4.0',
    'CC BY-NC-ND 4.0',
    'CC_BY_SA_3_0',
  ])('written as "%s" is none of the three', (written) => {
    expect(normalizeLicense(written)).toBeNull();
  });
});
