import { z } from 'zod';
import { shownFile } from './files';

/** Files may come under either name. */
export const FILE_FIELDS = ['files', 'file'] as const;
export const MOST_FILES = 10;
export const LONGEST_ALTERNATIVE_TEXT = 500;

const content = z.string().meta({ format: 'binary' });

/** The form of an upload, for the OpenAPI document. */
export const uploadForm = z.object({
  files: z.array(content).min(1).max(MOST_FILES),
  alternativeText: z
    .array(z.string().max(LONGEST_ALTERNATIVE_TEXT))
    .optional()
    .meta({ description: 'The first is of the first file, and so on' }),
});

export const alternativeTexts = z
  .array(z.string().trim().max(LONGEST_ALTERNATIVE_TEXT))
  .max(MOST_FILES);

export const uploadAnswer = z.object({ data: z.array(shownFile) }).meta({ 'x-status': 201 });

export const fileId = z.string().regex(/^[a-z0-9]{1,64}$/);

/** What a signed link says beside the name of the object. */
export const linkQuery = z.object({
  as: z.string().min(1).max(1000),
  expires: z
    .string()
    .regex(/^\d{1,12}$/)
    .meta({ description: 'Seconds since 1970' }),
  signature: z.string().min(1).max(100),
});
