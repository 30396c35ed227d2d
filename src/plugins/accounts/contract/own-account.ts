import { z } from 'zod';
import type { PeopleKeeper } from './people';
import { ACCOUNT_STATUSES } from './principal';
import { username } from './username';

/** What `PATCH /api/users/me` takes; what a profile has is the app's business. */
export const ownAccountPatch = ({ patchSchema }: Pick<PeopleKeeper, 'patchSchema'>) =>
  z.strictObject({ username: username.optional(), profile: patchSchema.optional() });
export type OwnAccountPatch = z.infer<ReturnType<typeof ownAccountPatch>>;

/** An account as its own person sees it. */
export const ownAccount = ({ profileSchema }: Pick<PeopleKeeper, 'profileSchema'>) =>
  z.object({
    data: z.object({
      id: z.string().meta({ description: 'documentId' }),
      email: z.email(),
      username: z.string(),
      role: z.string().meta({ example: 'student' }),
      track: z.string().nullable(),
      status: z.enum(ACCOUNT_STATUSES),
      emailVerifiedAt: z.iso.datetime().nullable(),
      createdAt: z.iso.datetime(),
      profile: profileSchema.nullable(),
    }),
  });
