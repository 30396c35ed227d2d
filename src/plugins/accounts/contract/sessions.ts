import { z } from '@strapi/utils';
import { ACCOUNT_STATUSES } from './principal';

const status = z.enum(ACCOUNT_STATUSES);
const track = z.string().nullable().meta({ description: 'The programme track, free text.' });

const presentedUser = z.object({
  id: z.string(),
  email: z.string(),
  username: z.string(),
  role: z.string(),
  track,
  status,
});

const expiresIn = z.int().meta({ description: 'Seconds until the access token expires.' });

/** What every call that starts or refreshes a session answers. */
export const sessionAnswer = z.object({
  data: z.union([
    z
      .object({
        accessToken: z.string(),
        refreshToken: z.string(),
        expiresIn,
        user: presentedUser,
      })
      .meta({ description: 'Any client but one that sends X-Session-Transport: cookie.' }),
    z
      .object({
        csrfToken: z.string().meta({ description: 'Send it as X-CSRF-Token.' }),
        expiresIn,
        user: presentedUser,
      })
      .meta({ description: 'With X-Session-Transport: cookie. The tokens are in cookies.' }),
  ]),
});

export const refreshBody = z.strictObject({
  refreshToken: z
    .string()
    .optional()
    .meta({ description: 'Left out by clients whose tokens are in cookies.' }),
});

export const verifyTokenBody = z.strictObject({ token: z.string() });

export const verifiedToken = z.object({
  data: z.object({
    valid: z.literal(true),
    role: z.string(),
    track,
    status,
    expiresAt: z.iso.datetime(),
  }),
});

export const logoutBody = z.strictObject({
  scope: z
    .enum(['current', 'all'])
    .default('current')
    .meta({ description: 'This session, or all sessions of the person.' }),
});

export const logoutAnswer = z.object({
  data: z.object({ ended: z.int().meta({ description: 'How many sessions were ended.' }) }),
});

export const csrfAnswer = z.object({ data: z.object({ csrfToken: z.string() }) });

export const sessionList = z.object({
  data: z.array(
    z.object({
      id: z.uuid(),
      device: z.string().meta({ example: 'Firefox on Windows' }),
      address: z.string(),
      createdAt: z.iso.datetime(),
      lastUsedAt: z.iso.datetime(),
      current: z.boolean().meta({ description: 'The session this was asked with.' }),
    }),
  ),
});

export const sessionId = z.uuid();
