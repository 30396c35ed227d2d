import { z } from 'zod';
import { personDetails, textLine } from '../../plugins/accounts/contract/people';
import { shownFile } from '../../plugins/files/contract/files';

const MOST_AREAS = 20;

/** Line breaks and tabs, but no other control signs. */
const UNPRINTABLE = /[^\P{Cc}\n\r\t]/u;

const textBlock = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((text) => !UNPRINTABLE.test(text), 'must not hold control characters');

/** What people write into their own profile. Null empties a field; what is left out stays. */
export const profilePatch = z.strictObject({
  firstName: personDetails.shape.firstName.unwrap().nullable().optional(),
  lastName: personDetails.shape.lastName.unwrap().nullable().optional(),
  dateOfBirth: personDetails.shape.dateOfBirth.unwrap().nullable().optional(),
  organisation: textLine(200).nullable().optional(),
  areasOfInterest: z.array(textLine(80)).max(MOST_AREAS).optional(),
  availability: textBlock(500).nullable().optional(),
  biography: textBlock(4000).nullable().optional(),
  avatarId: z
    .string()
    .regex(/^[a-z0-9]{1,64}$/, 'must be the id of an upload')
    .nullable()
    .optional()
    .meta({ description: 'The id of an own upload that is an image' }),
});
export type ProfilePatch = z.infer<typeof profilePatch>;

/** A profile as its own person reads it. */
export const profile = z.object({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  dateOfBirth: z.iso.date().nullable(),
  organisation: z.string().nullable(),
  areasOfInterest: z.array(z.string()),
  availability: z.string().nullable(),
  biography: z.string().nullable(),
  avatar: shownFile.nullable(),
});
export type Profile = z.infer<typeof profile>;
