import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn } from '../support/people';
import { makeGif, makePng, noise, photoWithPosition, picture } from '../support/pictures';
import {
  fileCounts,
  onServer,
  temporaryFolders,
  upload,
  useUploadFolder,
  type SentFile,
} from '../support/uploads';
import { makeDocx, makeOdt, makeZip } from '../support/zip';

process.env.UPLOAD_MAX_MB = '10';
const folder = useUploadFolder();

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  headers = asProgram(await signIn(app, await makePerson(app)));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

const send = (...files: SentFile[]) => upload(app, headers, files);
const download = async (link: string) =>
  Buffer.from(await (await fetch(onServer(app, link))).arrayBuffer());

describe('what is taken', () => {
  it.each([
    ['a.jpg', () => picture().jpeg().toBuffer(), 'image/jpeg', 'jpeg'],
    ['a.png', () => picture().png().toBuffer(), 'image/png', 'png'],
    ['a.webp', () => picture().webp().toBuffer(), 'image/webp', 'webp'],
    ['a.gif', () => picture().gif().toBuffer(), 'image/gif', 'gif'],
    ['a.avif', () => picture().avif().toBuffer(), 'image/avif', 'heif'],
    ['a.tiff', () => picture().tiff().toBuffer(), 'image/jpeg', 'jpeg'],
  ])('decodes %s and writes it anew', async (name, make, mime, format) => {
    const { status, shown } = await send({ name, content: await make(), type: 'text/html' });
    expect(status).toBe(201);
    expect(shown).toEqual([
      {
        id: expect.any(String),
        name,
        mime,
        sizeBytes: expect.any(Number),
        width: 64,
        height: 48,
        alternativeText: null,
        url: expect.stringContaining('/api/files/'),
        urlExpiresAt: expect.stringMatching(/Z$/),
      },
    ]);
    const stored = await download(shown[0]?.url ?? '');
    expect(stored).toHaveLength(shown[0]?.sizeBytes ?? 0);
    expect(await sharp(stored).metadata()).toMatchObject({ format, width: 64, height: 48 });
  });

  it.each(['gif', 'webp'] as const)('keeps a %s moving', async (format) => {
    const frames = await Promise.all(
      [noise(8, 8), picture(8, 8)].map((one) => one.png().toBuffer()),
    );
    const content = await sharp([...frames, ...frames], { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    const { status, shown } = await send({ name: `a.${format}`, content });
    expect([status, shown[0]?.width, shown[0]?.height]).toEqual([201, 8, 8]);
    const stored = await sharp(await download(shown[0]?.url ?? '')).metadata();
    expect([stored.format, stored.pages]).toEqual([format, 4]);
  });

  it.each([
    ['plan.pdf', '%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n', 'application/pdf'],
    ['list.csv', 'name,count\nwhale,3\n', 'text/csv'],
    ['notes.txt', 'Wale gesehen: 3\n', 'text/plain'],
    ['notes', 'no ending', 'text/plain'],
    ['read.md', '# Whales\n', 'text/markdown'],
    ['points.geojson', '{"type":"FeatureCollection","features":[]}', 'application/json'],
    [
      'sound.wav',
      Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0'.padEnd(64, '\0'), 'latin1'),
      'audio/wav',
    ],
    ['sound.flac', Buffer.from('fLaC'.padEnd(64, '\0'), 'latin1'), 'audio/flac'],
    [
      'film.mp4',
      Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'.padEnd(64, '\0'), 'latin1'),
      'video/mp4',
    ],
    [
      'film.mov',
      Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  '.padEnd(64, '\0'), 'latin1'),
      'video/quicktime',
    ],
    [
      'report.docx',
      makeDocx(),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['report.odt', makeOdt(), 'application/vnd.oasis.opendocument.text'],
  ])('stores %s as it came', async (name, content, mime) => {
    const { status, shown } = await send({ name, content });
    expect([status, shown[0]?.mime, shown[0]?.width]).toEqual([201, mime, null]);
    expect(await download(shown[0]?.url ?? '')).toEqual(Buffer.from(content));
  });

  it('U-09: keeps neither the position nor the camera of a photo, and turns it upright', async () => {
    const photo = await photoWithPosition();
    const gpsPointer = Buffer.from([0x25, 0x88]);
    expect((await sharp(photo).metadata()).exif?.includes(gpsPointer)).toBe(true);
    const { shown } = await send({ name: 'photo.jpg', content: photo });
    const stored = await download(shown[0]?.url ?? '');
    const { exif, iptc, xmp, icc, orientation, width, height } = await sharp(stored).metadata();
    expect({ exif, iptc, xmp, icc, orientation, width, height }).toEqual({ width: 48, height: 64 });
    expect(stored.includes('Shoalphone')).toBe(false);
    const object = path.basename(new URL(shown[0]?.url ?? '').pathname);
    expect(readFileSync(path.join(folder.path, object))).toEqual(stored);
  });
});

describe('what is not taken', () => {
  const script = '<script>alert(1)</script>';
  const svg = (inner: string, more = '') =>
    `${more}<svg xmlns="http://www.w3.org/2000/svg" ${inner.startsWith('on') ? inner : ''}>${inner}</svg>`;

  it.each<[string, SentFile | (() => Promise<SentFile>)]>([
    ['U-01 html behind the mark of a GIF', { name: 'x.html', content: `GIF89a${script}` }],
    ['U-02 svg with a script', { name: 'a.svg', content: svg(script), type: 'image/svg+xml' }],
    ['U-02 svg with onload', { name: 'a.svg', content: svg('onload="alert(1)"') }],
    ['U-02 svg with a foreign object', { name: 'a.svg', content: svg('<foreignObject/>') }],
    [
      'U-02 svg with an outer entity',
      {
        name: 'a.svg',
        content: svg(
          '&x;',
          '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
      },
    ],
    ['U-02 svg called text', { name: 'a.txt', content: `\ufeff \n${svg(script)}` }],
    ['U-03 html called png', { name: 'a.png', content: `<html>${script}`, type: 'image/png' }],
    ['html called text', { name: 'a.txt', content: '  <!doctype html>' }],
    ['a script of the shell', { name: 'a.txt', content: '#!/bin/sh\nrm -rf /' }],
    ['JavaScript', { name: 'a.js', content: 'alert(1)', type: 'text/plain' }],
    ['PHP', { name: 'a.php', content: 'echo 1;' }],
    [
      'a program',
      { name: 'a.txt', content: Buffer.from('MZ\x90\0\x03\0\0\0'.padEnd(100, '\0'), 'latin1') },
    ],
    [
      'an ELF program',
      { name: 'a.jpg', content: Buffer.from('\x7fELF\x02\x01\x01'.padEnd(100, '\0'), 'latin1') },
    ],
    ['Flash', { name: 'a.swf', content: Buffer.from('CWS\x0a\0\0\0\0xx', 'latin1') }],
    ['PostScript', { name: 'a.txt', content: '%!PS-Adobe-3.0\n' }],
    ['rich text', { name: 'a.rtf', content: '{\\rtf1\\ansi}' }],
    ['text that is none', { name: 'a.txt', content: Buffer.from([0x66, 0xff, 0xfe, 0x66]) }],
    ['text with a NUL', { name: 'a.csv', content: 'a\0b' }],
    ['JSON that is none', { name: 'a.json', content: '{"a":' }],
    ['U-05 nothing', { name: 'a.txt', content: '' }],
    [
      'U-05 half a photo',
      async () => {
        const whole = await noise(800, 600).jpeg().toBuffer();
        return { name: 'a.jpg', content: whole.subarray(0, whole.length / 2) };
      },
    ],
    [
      'half a PNG',
      async () => {
        const whole = await noise(300, 200).png().toBuffer();
        return { name: 'a.png', content: whole.subarray(0, whole.length / 2) };
      },
    ],
    ['U-07 a flood of pixels', { name: 'a.png', content: makePng(50_000, 50_000) }],
    ['U-07 too many frames', { name: 'a.gif', content: makeGif(10_000) }],
    ['101 frames', { name: 'a.gif', content: makeGif(101) }],
    [
      'U-08 a plain archive',
      { name: 'a.zip', content: makeZip([{ name: 'a.txt', content: 'x' }]) },
    ],
    [
      'an archive called docx',
      { name: 'a.docx', content: makeZip([{ name: 'a.txt', content: 'x' }]) },
    ],
    [
      'U-08 a document that unpacks to 4.5 GB',
      {
        name: 'a.docx',
        content: makeDocx([
          { name: 'word/a.xml', content: 'x', isPacked: true, unpackedSize: 4_294_967_294 },
        ]),
      },
    ],
    [
      'U-08 a document of many that unpack to much',
      {
        name: 'a.docx',
        content: makeDocx(
          Array.from({ length: 60 }, (_, index) => ({
            name: `word/${index}.xml`,
            content: Buffer.alloc(4_000_000 / 100, index),
            unpackedSize: 4_000_000,
          })),
        ),
      },
    ],
    [
      'entries that lie over one another',
      {
        name: 'a.docx',
        content: makeDocx([
          { name: 'word/a.xml', content: 'x', packedSize: 1_000_000, unpackedSize: 1_000_000 },
        ]),
      },
    ],
    [
      'U-08 a link in a document',
      {
        name: 'a.docx',
        content: makeDocx([{ name: 'word/a', content: '/etc/passwd', mode: 0o120777 }]),
      },
    ],
    [
      'U-08 a name that leads out',
      { name: 'a.docx', content: makeDocx([{ name: '../../x', content: 'x' }]) },
    ],
    [
      'U-08 an absolute name',
      { name: 'a.docx', content: makeDocx([{ name: '/etc/x', content: 'x' }]) },
    ],
    [
      'U-08 100,000 entries',
      {
        name: 'a.docx',
        content: makeDocx(
          Array.from({ length: 11_000 }, (_, index) => ({ name: `word/${index}` })),
        ),
      },
    ],
    [
      'an archive in a document',
      { name: 'a.docx', content: makeDocx([{ name: 'word/a.zip', content: 'PK' }]) },
    ],
    [
      'macros',
      { name: 'a.docx', content: makeDocx([{ name: 'word/vbaProject.bin', content: 'x' }]) },
    ],
    ['half a document', { name: 'a.docx', content: makeDocx().subarray(0, 60) }],
  ])('%s', async (_what, made) => {
    const before = { counts: await fileCounts(app), objects: folder.objects().length };
    const file = typeof made === 'function' ? await made() : made;
    const { status, body } = await send(file);
    const code = file.content.length === 0 ? 'empty-file' : 'unsupported-content';
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, code, '/files/0']);
    expect(body.detail).not.toContain('/tmp');
    expect({ counts: await fileCounts(app), objects: folder.objects().length }).toEqual(before);
    expect(temporaryFolders()).toEqual([]);
  });

  it('U-07: refuses bombs at once, and the server does not grow', async () => {
    await send({ name: 'warm.png', content: await picture().png().toBuffer() });
    const bombs: [string, Buffer][] = [
      ['a.png', makePng(50_000, 50_000)],
      ['a.gif', makeGif(10_000)],
      ['b.png', makePng(64, 48, 300 * 1024 * 1024)],
    ];
    const before = process.memoryUsage().rss;
    for (const [name, content] of bombs) {
      const started = performance.now();
      const { status } = await send({ name, content });
      // The profile of colours is left out of what is written anew, whatever it says.
      expect([name, status]).toEqual([name, name === 'b.png' ? expect.any(Number) : 422]);
      expect(performance.now() - started).toBeLessThan(2000);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('names every file at fault, and takes none of the others', async () => {
    const before = await fileCounts(app);
    const good = await picture().png().toBuffer();
    const { status, body } = await send(
      { name: 'good.png', content: good },
      { name: 'bad.html', content: script },
      { name: 'empty.txt', content: '' },
    );
    expect(status).toBe(422);
    expect(
      body.errors.map((fault: { pointer: string; code: string }) => [fault.pointer, fault.code]),
    ).toEqual([
      ['/files/1', 'unsupported-content'],
      ['/files/2', 'empty-file'],
    ]);
    expect(await fileCounts(app)).toEqual(before);
  });
});
