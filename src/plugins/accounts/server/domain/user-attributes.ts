import { ACCOUNT_STATUSES } from '../../contract/principal';

const kept = { configurable: false };
const hidden = { ...kept, private: true, visible: false, searchable: false };

/** What an account has beyond what users-permissions gives it. Strapi keeps the name `status` for itself. */
export const USER_ATTRIBUTES = {
  accountStatus: {
    type: 'enumeration',
    enum: [...ACCOUNT_STATUSES],
    default: 'pending',
    required: true,
    ...kept,
  },
  track: { type: 'string', maxLength: 100, ...kept },
  emailVerifiedAt: { type: 'datetime', writable: false, ...kept },
  lastSignInAt: { type: 'datetime', writable: false, ...kept },
  isProtected: { type: 'boolean', default: false, required: true, ...kept },
  passwordUpgradedAt: { type: 'datetime', ...hidden },
} as const;

/**
 * Attributes of users-permissions that nobody edits in the panel: its password field would be a
 * second password policy, its tokens are not used, and the two flags follow `accountStatus`.
 */
export const HIDDEN_USER_ATTRIBUTES = [
  'password',
  'resetPasswordToken',
  'confirmationToken',
  'confirmed',
  'blocked',
  'provider',
] as const;
