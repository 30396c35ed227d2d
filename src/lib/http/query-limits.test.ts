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
    ['_q=cod&_q=hake', '_q', 'repeated'],
    ['a=1&a=2', 'a', 'repeated'],
    ['filters[id]=1&filters[id]=2', 'filters', 'repeated'],
    ['a[0]=1&a[0]=2', 'a', 'repeated'],
    ['a[]=1&a=2', 'a', 'mixed'],
    ['a[]=1&a[0]=2', 'a', 'mixed'],
    ['a[0]=1&a[b]=2', 'a', 'mixed'],
    ['a=1&a[b]=2', 'a', 'mixed'],
    ['filters[id][$eq]=1&filters[id]=2', 'filters', 'mixed'],
    ['filters[id]]=1', 'filters', 'malformed'],
    ['filters[id=1', 'filters', 'malformed'],
    ['filters[a[b]]=1', 'filters', 'malformed'],
    ['[id]=1', '', 'malformed'],
    ['=1', '', 'malformed'],
    ['filters', 'filters', 'invalid'],
    ['filters[toString]=1', 'filters', 'unknown'],
    ['hasOwnProperty=1', 'hasOwnProperty', 'unknown'],
    ['filters[name]=%00', 'filters', 'malformed'],
    ['filters[name]=%E0%A4%A', 'filters', 'malformed'],
    ['__proto__[x]=1', '__proto__', 'unknown'],
    ['filters[constructor][x]=1', 'filters', 'unknown'],
    ['filters[a][b][c][d][e][f]=1', 'filters', 'too-deep'],
  ])('refuses %s and names the parameter', (querystring, parameter, code) => {
    expect(queryFault(querystring)).toMatchObject({ parameter, code });
  });

  it('counts values of one list, in both ways to write one', () => {
    const items = (count: number, key: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => `${key(index)}=1`).join('&');
    expect(queryFault(items(50, (index) => `ids[${index}]`))).toBeUndefined();
    expect(queryFault(items(50, () => 'ids[]'))).toBeUndefined();
    expect(queryFault('ids[99]=1')).toMatchObject({ code: 'too-many' });
    for (const key of [(index: number) => `ids[${index}]`, () => 'ids[]']) {
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
