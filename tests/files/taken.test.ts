import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn } from '../support/people';
import { noise, photoWithPosition, picture } from '../support/pictures';
import { onServer, upload, useUploadFolder, type SentFile } from '../support/uploads';
import { makeDocx, makeOdt } from '../support/zip';

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
