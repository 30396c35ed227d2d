import sharp, { type Metadata, type Sharp } from 'sharp';
import type { ImageExtension } from '../domain/accepted-types';
import { accepted, Refused, type AcceptedContent, type Inspection } from './verdict';

const MOST_PIXELS = 40_000_000;
const MOST_FRAMES = 100;
const LONGEST_SECONDS = 25;

/** The decoders that may run at all; those for SVG, PDF and what else libvips knows may not. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'];

/** sharp's own words for the formats, by the type that the first bytes say. */
const FORMATS: Record<string, string> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/apng': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'heif',
  'image/tiff': 'tiff',
};

export const isImage = (mime: string): boolean => Object.hasOwn(FORMATS, mime);

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: LOADERS.map((loader) => `VipsForeignLoad${loader}`) });

/** Damaged images fail instead of being filled with grey. */
const READING = { limitInputPixels: MOST_PIXELS, failOn: 'error' } as const;

function checkSize({ width, height, pages = 1, pageHeight }: Metadata): void {
  if (pages > MOST_FRAMES) throw new Refused(`An image may have ${MOST_FRAMES} frames.`);
  if (width * (pageHeight ?? height) * pages > MOST_PIXELS) {
    throw new Refused(`An image may have ${MOST_PIXELS / 1_000_000} million pixels.`);
  }
}

function written(image: Sharp, { format, hasAlpha }: Metadata): [ImageExtension, Sharp] {
  if (format === 'png') return ['png', image.png({ compressionLevel: 8 })];
  if (format === 'webp') return ['webp', image.webp({ quality: 85 })];
  if (format === 'gif') return ['gif', image.gif({ effort: 4 })];
  if (format === 'heif') return ['avif', image.avif({ quality: 60, effort: 1 })];
  if (format === 'tiff' && hasAlpha) return ['png', image.png({ compressionLevel: 8 })];
  return ['jpg', image.jpeg({ quality: 87 })];
}

/**
 * Decodes an image wholly and writes it anew, turned as its camera was held: what comes out holds
 * pixels and nothing else, neither a place nor a program behind them.
 */
export async function inspectImage(
  { path, outputPath }: Inspection,
  mime: string,
): Promise<AcceptedContent> {
  const first = await sharp(path, READING).metadata();
  if (first.format !== FORMATS[mime]) throw new Refused('The image is not what it begins as.');
  const isMoving = (first.format === 'gif' || first.format === 'webp') && (first.pages ?? 1) > 1;
  checkSize(isMoving ? first : { ...first, pages: 1 });
  const source = sharp(path, { ...READING, animated: isMoving }).timeout({
    seconds: LONGEST_SECONDS,
  });
  const [extension, image] = written(isMoving ? source : source.autoOrient(), first);
  const { width, height, pageHeight } = await image.toFile(outputPath);
  return { ...accepted(extension, outputPath), width, height: pageHeight ?? height };
}
