import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { SECURITY_EVENT } from './content-types/security-event';

const READING = new Set(['findOne', 'findMany', 'findFirst', 'count']);
const ENTRY_ACTION = /^plugin::content-manager\.explorer\.(?!read$)/;

interface PanelAction {
  subjects?: string[];
}
interface ActionProvider {
  hooks: { willRegister: { register(look: (entry: RegisteredAction) => void): void } };
}
interface RegisteredAction {
  key: string;
  value: PanelAction;
}

/**
 * Nobody writes security events by hand: the panel offers no button for it, to super admins either,
 * and the document service says why. The database refuses it besides.
 */
export function keepSecurityEvents(strapi: Core.Strapi): void {
  // Strapi leaves its services untyped.
  const { actionProvider } = strapi.service('admin::permission') as unknown as {
    actionProvider: ActionProvider;
  };
  actionProvider.hooks.willRegister.register(({ key, value }) => {
    if (!ENTRY_ACTION.test(key)) return;
    value.subjects = value.subjects?.filter((subject) => subject !== SECURITY_EVENT);
  });
  strapi.documents.use((context, next) => {
    if (String(context.uid) === SECURITY_EVENT && !READING.has(context.action)) {
      throw new errors.ForbiddenError('Security events are kept as they were written.');
    }
    return next();
  });
}
