import { z } from 'zod';
import { personDetails } from '../../contract/people';

/** What waits in the flow of a registration until its own link proves the address. */
export const registrationDetails = z.object({
  passwordHash: z.string(),
  username: z.string().nullable(),
  details: personDetails,
});
export type RegistrationDetails = z.infer<typeof registrationDetails>;
