import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { LauncherError } from './launcher/launcher-error';
import { withApp } from './launcher/load-app';

const USAGE =
  'Usage: npm run create-admin -- --email <address> [--password <password>] [--firstname <name>] [--lastname <name>]';

/** The panel's own rule for passwords. */
const password = z
  .string()
  .min(8, 'must have at least 8 characters')
  .regex(/[a-z]/, 'must have a lower-case letter')
  .regex(/[A-Z]/, 'must have an upper-case letter')
  .regex(/\d/, 'must have a digit');

const options = z.strictObject({
  email: z.email('must be an address').transform((value) => value.toLowerCase()),
  password: password.optional(),
  firstname: z.string().min(1).default('Admin'),
  lastname: z.string().min(1).optional(),
});

function readOptions(args: string[]): z.infer<typeof options> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { email: text, password: text, firstname: text, lastname: text },
    });
    return options.parse({ ...values });
  } catch (error) {
    const faults =
      error instanceof z.ZodError
        ? error.issues.map((i) => `--${i.path.join('.')}: ${i.message}`)
        : [];
    const cause = error instanceof Error && faults.length === 0 ? [error.message] : faults;
    throw new LauncherError([...cause, USAGE].join('\n'), { cause: error });
  }
}

/** Random, and with a character of each kind that the panel asks for. */
const makePassword = () => `${randomBytes(15).toString('base64url')}aA1`;

/** What this needs of the panel's services, which Strapi leaves untyped. */
interface PanelServices {
  users: {
    exists: (where: { email: string }) => Promise<boolean>;
    create: (account: Record<string, unknown>) => Promise<unknown>;
  };
  roles: { getSuperAdmin: () => Promise<{ id: number }> };
}

const panelOf = (strapi: Core.Strapi): PanelServices => ({
  users: strapi.service('admin::user') as PanelServices['users'],
  roles: strapi.service('admin::role') as PanelServices['roles'],
});

/** `npm run create-admin`: makes a super admin of the panel; a password that was not given is printed once. */
export async function main(args: string[]): Promise<number> {
  const { email, password: given, firstname, lastname } = readOptions(args);
  return withApp(async (strapi) => {
    const panel = panelOf(strapi);
    if (await panel.users.exists({ email })) {
      throw new LauncherError(`There is already a panel account with the address ${email}.`);
    }
    const role = await panel.roles.getSuperAdmin();
    const made = given ?? makePassword();
    await panel.users.create({
      email,
      firstname,
      lastname,
      password: made,
      registrationToken: null,
      isActive: true,
      roles: [role.id],
    });
    process.stdout.write(`Created the super admin ${email}.\n`);
    if (!given) process.stdout.write(`Password, shown this once: ${made}\n`);
    return 0;
  });
}
