import { boundaryOf, splitParts } from './split-parts';

interface Seen {
  name: string;
  filename?: string;
  content: string;
}

/** What comes out of a body that arrives in pieces of this size. */
async function partsOf(body: string, size = body.length): Promise<Seen[]> {
  const bytes = Buffer.from(body);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const seen: Seen[] = [];
  async function* arrive() {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  await splitParts(arrive(), 'kelp', ({ name, filename }) => {
    const part: Seen = { name, filename, content: '' };
    return {
      write: (piece) => void (part.content += piece.toString('latin1')),
      end: () => void seen.push(part),
    };
  });
  return seen;
}

const part = (head: string, content: string) =>
  `--kelp\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const END = '--kelp--\r\n';

describe('splitParts', () => {
  it.each([1, 2, 3, 7, 64, 1000])('finds the parts in pieces of %i bytes', async (size) => {
    const body =
      part('name="alternativeText"', 'A whale') +
      part('name="files"; filename="a.txt"\r\nContent-Type: text/plain', 'one\r\n--kel\r\n--') +
      part('name="files"; filename=""', '') +
      END;
    expect(await partsOf(body, size)).toEqual([
      { name: 'alternativeText', filename: undefined, content: 'A whale' },
      { name: 'files', filename: 'a.txt', content: 'one\r\n--kel\r\n--' },
      { name: 'files', filename: '', content: '' },
    ]);
  });

  it.each([
    ['filename="a;b=\\"c\\".txt"', 'a;b="c".txt'],
    ['filename="C:\\x\\y.txt"', 'C:\\x\\y.txt'],
    ['filename="a%22b.txt"', 'a"b.txt'],
    ['filename=plain.txt', 'plain.txt'],
    ['filename="x"; filename*=UTF-8\'\'W%C3%A4l.txt', 'Wäl.txt'],
    ['filename="../../x"', '../../x'],
  ])('reads the name in %s', async (parameter, filename) => {
    const [seen] = await partsOf(part(`name="file"; ${parameter}`, 'x') + END);
    expect(seen?.filename).toBe(filename);
  });

  it.each([
    ['nothing', ''],
    ['no end', part('name="a"', 'x')],
    ['half an end', `${part('name="a"', 'x')}--kelp-`],
    ['another boundary', '--fish\r\n\r\n--fish--'],
    ['a boundary that goes on', '--kelpforest\r\n'],
    ['a part without a name', part('filename="a"', 'x') + END],
    [
      'a part that does not say what it is',
      '--kelp\r\nContent-Type: text/plain\r\n\r\nx\r\n--kelp--',
    ],
    ['a head that is none', '--kelp\r\nnonsense\r\n\r\nx\r\n--kelp--'],
    ['an endless head', `--kelp\r\n${'x'.repeat(9000)}`],
    ['much before the first boundary', `${'x'.repeat(2000)}\r\n--kelp--`],
    ['an encoding', part('name="a"\r\nContent-Transfer-Encoding: base64', 'eA==') + END],
    ['a name badly encoded', part('name="a"; filename*=UTF-8\'\'%ff', 'x') + END],
  ])('is a malformed body with %s', async (_what, body) => {
    await expect(partsOf(body, 5)).rejects.toMatchObject({ type: 'malformed-body' });
  });
});

describe('boundaryOf', () => {
  it.each([
    ['multipart/form-data; boundary=x', 'x'],
    ['multipart/form-data; charset=utf-8; boundary="a b"', 'a b'],
  ])('reads %s', (type, boundary) => expect(boundaryOf(type)).toBe(boundary));

  it.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `x; boundary=${'x'.repeat(71)}`,
  ])('refuses %s', (type) => expect(() => boundaryOf(type)).toThrow('boundary'));
});
