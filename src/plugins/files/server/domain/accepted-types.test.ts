import { acceptedExtension, downloadName, endingOf, servedMime } from './accepted-types';

it.each([
  ['photo.jpeg', '.jpg', 'photo.jpeg'],
  ['photo.JPG', '.jpg', 'photo.JPG'],
  ['scan.tiff', '.jpg', 'scan.jpg'],
  ['a.jpg.php', '.jpg', 'a.jpg.php.jpg'],
  ['a.html', '.txt', 'a.html.txt'],
  ['notes', '.txt', 'notes.txt'],
  ['photo.png', '.jpg', 'photo.jpg'],
  ['.htaccess', '.txt', '.htaccess.txt'],
  ['points.geojson', '.json', 'points.geojson'],
  ['constructor.constructor', '.txt', 'constructor.constructor.txt'],
])('saves %s, which is %s, as %s', (label, extension, name) => {
  expect(downloadName(label, extension)).toBe(name);
});

it.each([
  ['a.png', 'image/png'],
  ['a.html', 'application/octet-stream'],
  ['a.svg', 'application/octet-stream'],
  ['a', 'application/octet-stream'],
  ['a.toString', 'application/octet-stream'],
])('serves %s as %s', (key, mime) => {
  expect(servedMime(key)).toBe(mime);
});

it('reads endings in any case, and no ending where a name begins with its dot', () => {
  expect([acceptedExtension('JPEG'), acceptedExtension('exe')]).toEqual(['jpg', undefined]);
  expect(['.a', 'a.', 'a.b.c', 'a'].map(endingOf)).toEqual(['', '', 'c', '']);
});
