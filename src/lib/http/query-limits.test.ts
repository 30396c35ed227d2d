import { isWellFormed, queryFault } from './query-limits';

describe('queryFault', () => {
  it('takes what clients of Strapi usually ask', () => {
    const usual =
      'filters[$and][0][scientificName][$containsi]=gadus&sort=eventDate:desc&fields[0]=eventDate' +
      '&populate[dataset][fields][0]=title&pagination[page]=2&pagination[pageSize]=25&q=a%20b+c';
    expect(queryFault(usual)).toBeUndefined();
    expect(queryFault('')).toBeUndefined();
  });

  it.each([
    ['pagination[pageSize]=-1', 'pagination[pageSize]', 'invalid'],
    ['pagination[pageSize]=1e9', 'pagination[pageSize]', 'invalid'],
    ['pagination[page]=0', 'pagination[page]', 'invalid'],
    ['pagination[start]=1.5', 'pagination[start]', 'invalid'],
    ['pagination[size]=5', 'pagination', 'unknown'],
    ['pagination=5', 'pagination', 'unknown'],
    ['_q[]=cod', '_q', 'invalid'],
    ['_q=cod&_q=hake', '_q', 'invalid'],
    ['filters[name]=%00', 'filters', 'malformed'],
    ['filters[name]=%E0%A4%A', 'filters', 'malformed'],
    ['__proto__[x]=1', '__proto__', 'unknown'],
    ['filters[constructor][x]=1', 'filters', 'unknown'],
    ['filters[a][b][c][d][e][f]=1', 'filters', 'too-deep'],
  ])('refuses %s and names the parameter', (querystring, parameter, code) => {
    expect(queryFault(querystring)).toMatchObject({ parameter, code });
  });

  it('counts values of one list, however the client writes its brackets', () => {
    const items = (count: number, key: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => `${key(index)}=1`).join('&');
    expect(queryFault(items(50, (index) => `ids[${index}]`))).toBeUndefined();
    for (const key of [(index: number) => `ids[${index}]`, () => 'ids[]', () => 'ids']) {
      expect(queryFault(items(51, key))).toMatchObject({ parameter: 'ids', code: 'too-many' });
    }
  });

  it('counts parameters', () => {
    const many = Array.from({ length: 201 }, (_, index) => `p${index}=1`).join('&');
    expect(queryFault(many)).toMatchObject({ code: 'too-many' });
  });
});

it('tells well-formed percent-encoding from broken', () => {
  expect(isWellFormed('/api/caf%C3%A9')).toBe(true);
  expect(isWellFormed('/api/%ff')).toBe(false);
});
