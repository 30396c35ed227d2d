import { MANAGE_ACCOUNTS, READ_ACCOUNTS } from '../../contract/account-permissions';

const allowed = (action: string) => ({
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      { name: 'admin::hasPermissions', config: { actions: [action] } },
    ],
  },
});
const ACCOUNT = '/users/:id';

const reads = (path: string, handler: string) => ({
  method: 'GET' as const,
  path,
  handler: `accountAdmin.${handler}`,
  ...allowed(READ_ACCOUNTS),
});
const changes = (method: 'POST' | 'PUT' | 'DELETE', path: string, handler: string) => ({
  method,
  path,
  handler: `accountAdmin.${handler}`,
  ...allowed(MANAGE_ACCOUNTS),
});

/** Below the panel's own address of the plugin: `/accounts/users`. Not part of the REST API. */
export const accountAdminRoutes = [
  reads('/users', 'list'),
  reads(ACCOUNT, 'read'),
  changes('PUT', ACCOUNT, 'update'),
  changes('POST', `${ACCOUNT}/suspend`, 'suspend'),
  changes('POST', `${ACCOUNT}/reinstate`, 'reinstate'),
  changes('POST', `${ACCOUNT}/resend`, 'resend'),
  changes('DELETE', `${ACCOUNT}/sessions`, 'revokeAllSessions'),
  changes('DELETE', `${ACCOUNT}/sessions/:sessionId`, 'revokeSession'),
];
