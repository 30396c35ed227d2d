import { bboxParam } from './bbox';

const faultOf = (text: unknown) => bboxParam.safeParse(text).error?.issues[0]?.message;

describe('the bbox parameter', () => {
  it.each([
    ['-10,35,5,45', { west: -10, south: 35, east: 5, north: 45 }],
    ['-180,-90,180,90', { west: -180, south: -90, east: 180, north: 90 }],
    ['177,65,-177,70', { west: 177, south: 65, east: -177, north: 70 }],
    ['1.5,-.5,2.,1e1', { west: 1.5, south: -0.5, east: 2, north: 10 }],
    ['3,4,3,4', { west: 3, south: 4, east: 3, north: 4 }],
  ])('reads %s', (text, bbox) => {
    expect(bboxParam.parse(text)).toEqual(bbox);
  });

  it.each([
    '',
    ',,,',
    '1,2,3',
    '1,2,3,4,5,6',
    'a,b,c,d',
    '1,2,3,',
    '1, 2,3,4',
    '0x1,2,3,4',
    'NaN,0,1,1',
    '-Infinity,0,1,1',
    '1e9999,0,1,1',
    '1,2,3,4;',
  ])('refuses %j and says the form', (text) => {
    expect(faultOf(text)).toBe('must be four numbers: west,south,east,north');
  });

  it.each([
    ['0,0,1,91', 'latitudes must be from -90 to 90'],
    ['0,-90.5,1,0', 'latitudes must be from -90 to 90'],
    ['-181,0,1,1', 'longitudes must be from -180 to 180'],
    ['170,0,190,1', 'longitudes must be from -180 to 180'],
    ['0,1e300,1,1', 'latitudes must be from -90 to 90'],
    ['0,10,1,5', 'south must not be greater than north'],
  ])('refuses %s: %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it.each([[['1,2,3,4', '1,2,3,4']], [{ west: '1' }], [null]])('refuses %j', (given) => {
    expect(faultOf(given)).toBe('must be given once');
  });
});
