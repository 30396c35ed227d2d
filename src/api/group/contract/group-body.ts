import { z } from 'zod';
import { longText, titleText } from '../../../lib/text-fields';
import { GROUP_CODE } from './group-code';

const fields = z.strictObject({
  code: z.string().regex(GROUP_CODE, 'must be 2 to 20 letters, digits and hyphens').optional(),
  name: titleText(120),
  track: titleText(100).nullable().optional(),
  description: longText(2000).nullable().optional(),
  mentor: z.string().min(1).max(64).nullable().optional(),
});

export const newGroupBody = z.strictObject({ data: fields });
export type NewGroup = z.infer<typeof fields>;

/** What is left out stays as it is. */
export const groupPatchBody = z.strictObject({ data: fields.partial() });
export type GroupPatch = z.infer<typeof groupPatchBody>['data'];

/** Who is to be a member. */
export const newMemberBody = z.strictObject({ userId: z.string().min(1).max(64) });
