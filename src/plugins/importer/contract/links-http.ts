import { z } from 'zod';

export const LINK_STATES = ['automatic', 'waiting', 'confirmed', 'rejected'] as const;

const MAX_LINKS = 100;
const DEFAULT_LINKS = 25;

const filters = {
  state: z
    .enum(LINK_STATES)
    .default('waiting')
    .meta({ description: 'waiting: somebody must decide. rejected: never again by itself.' }),
  cursor: z.string().max(200).optional(),
};

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'must be a positive whole number')
    .transform((text) => Math.min(Number(text), max));

/** `GET /api/importer/links`. */
export const linksQuery = z.strictObject({
  ...filters,
  limit: wholeNumber(MAX_LINKS).default(DEFAULT_LINKS),
});

/** The same as the OpenAPI document shows it: a parser's output is not what is sent. */
export const linksDescription = {
  ...filters,
  limit: z.int().min(1).max(MAX_LINKS).default(DEFAULT_LINKS),
};

export type LinksQuery = z.infer<typeof linksQuery>;

/** `POST /api/importer/links/:id/confirm`. */
export const confirmBody = z.strictObject({
  canonical: z
    .string()
    .max(40)
    .optional()
    .meta({ description: 'documentId of the record that shall be public; else the rule decides.' }),
});

const text = z.string().nullable();
const number = z.number().nullable();

/** One of the two records of a link, as far as a decision needs it. Positions as they are published. */
export const linkedRecord = z.object({
  documentId: z.string(),
  provider: z.string(),
  datasetKey: z.string(),
  datasetTitle: text,
  scientificName: z.string(),
  eventDate: text,
  decimalLongitude: number,
  decimalLatitude: number,
  minimumDepthInMeters: number,
  maximumDepthInMeters: number,
  basisOfRecord: text,
  occurrenceID: text,
  institutionCode: text,
  collectionCode: text,
  catalogNumber: text,
  individualCount: text,
  recordedBy: text,
  /** The document that stands for this record now. */
  duplicateOf: text,
  isWithdrawn: z.boolean(),
});

/** A link as the API shows it. */
export const linkView = z.object({
  id: z.int(),
  state: z.enum(LINK_STATES),
  reason: z.string(),
  score: z.number(),
  evidence: z.array(z.string()),
  records: z.array(linkedRecord),
  /** documentId of the record that an editor chose to be public. */
  canonical: text,
  decidedBy: text,
  decidedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

export type LinkedRecord = z.infer<typeof linkedRecord>;
export type LinkView = z.infer<typeof linkView>;

export const linkAnswer = z.object({ data: linkView });
export const linksAnswer = z.object({
  data: z.array(linkView),
  meta: z.object({ limit: z.int(), nextCursor: z.string().nullable() }),
});
