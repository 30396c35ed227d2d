import { z } from 'zod';
import { AUDIENCES } from '../../access/content';
import { isWebAddress } from './web-address';

const RESOURCE_TYPES = [
  'document',
  'link',
  'video',
  'image',
  'dataset',
  'template',
  'other',
] as const;

const fileId = z.string().min(1).max(64);

const fields = {
  title: z.string().trim().min(1).max(200),
  summary: z.string().max(500).nullable(),
  description: z.string().max(20_000).nullable(),
  resourceType: z.enum(RESOURCE_TYPES),
  url: z
    .string()
    .max(2000)
    .refine(isWebAddress, { error: 'Must be an http or https address.' })
    .nullable(),
  fileId: fileId.nullable(),
  audience: z.array(z.enum(AUDIENCES)).min(1).max(AUDIENCES.length),
  coverId: fileId.nullable(),
};

export const newResource = z.strictObject({
  data: z
    .strictObject({ ...fields, resourceType: fields.resourceType.default('document') })
    .partial({ summary: true, description: true, url: true, fileId: true, coverId: true }),
});
export const resourcePatch = z.strictObject({ data: z.strictObject(fields).partial() });
export const newCover = z.strictObject({ fileId });

export type ResourcePatch = z.infer<typeof resourcePatch>['data'];
