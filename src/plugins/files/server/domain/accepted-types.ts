/** What may be uploaded, by the ending that the file gets here. Nothing that a browser would run. */
const TYPES = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  pdf: 'application/pdf',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  txt: 'text/plain',
  csv: 'text/csv',
  md: 'text/markdown',
  json: 'application/json',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
} as const;

export type AcceptedExtension = keyof typeof TYPES;
export type ImageExtension = 'jpg' | 'png' | 'webp' | 'gif' | 'avif';

/** Other endings of the same types. */
const SAME: Record<string, AcceptedExtension> = {
  jpeg: 'jpg',
  jpe: 'jpg',
  jfif: 'jpg',
  m4v: 'mp4',
  qt: 'mov',
  oga: 'ogg',
  ogv: 'ogg',
  opus: 'ogg',
  text: 'txt',
  log: 'txt',
  tsv: 'txt',
  markdown: 'md',
  geojson: 'json',
};

/** Endings of what is turned into one of the types. */
const TURNED = ['tif', 'tiff'];

const isAccepted = (extension: string): extension is AcceptedExtension =>
  Object.hasOwn(TYPES, extension);

/** The ending of ours that an ending of somebody's stands for. */
export function acceptedExtension(extension: string): AcceptedExtension | undefined {
  const lower = extension.toLowerCase();
  if (isAccepted(lower)) return lower;
  return Object.hasOwn(SAME, lower) ? SAME[lower] : undefined;
}

export const mimeOf = (extension: AcceptedExtension): string => TYPES[extension];

/** The type of what is stored under a name; of what we never take in it is bytes and no more. */
export function servedMime(objectKey: string): string {
  const extension = acceptedExtension(endingOf(objectKey));
  return extension ? mimeOf(extension) : 'application/octet-stream';
}

/** What follows the last dot of a name, without it. */
export function endingOf(name: string): string {
  return /[^.]\.([^.]{1,12})$/.exec(name)?.[1] ?? '';
}

/**
 * The name under which a file is saved: it ends as what the file is, whatever its uploader called
 * it, so that no program is started by opening it.
 */
export function downloadName(label: string, extension: string): string {
  const own = extension.replace(/^\./, '');
  const ending = endingOf(label);
  const meant = acceptedExtension(ending);
  if (meant !== undefined && meant === acceptedExtension(own)) return label;
  const isOfKnownType = meant !== undefined || TURNED.includes(ending.toLowerCase());
  const base = isOfKnownType ? label.slice(0, -ending.length - 1) : label;
  return own === '' ? base : `${base}.${own}`;
}
