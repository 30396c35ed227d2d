import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { z } from 'zod';
import { parseInput } from '../../../../lib/parse-input';
import {
  accountListQuery,
  changeAccountBody,
  emptyBody,
  suspendBody,
} from '../../contract/account-admin';
import { unknownSession } from '../errors/account-admin';
import type { AccountChangesService, StaffRequest } from '../services/account-changes';
import type { AccountOverviewService } from '../services/account-overview';
import { panelRequestOf } from './panel-request';

interface Dependencies {
  overview: AccountOverviewService;
  changes: AccountChangesService;
}

type PanelContext = Context & { params: Record<string, string>; request: { body?: unknown } };

const sessionId = z.uuid();

function requestOf(ctx: PanelContext): StaffRequest {
  const staff = panelRequestOf(ctx);
  if (!staff) throw new errors.UnauthorizedError();
  return { accountId: ctx.params['id'] ?? '', ...staff };
}

const bodyOf = <Schema extends z.ZodType>(schema: Schema, ctx: PanelContext) =>
  parseInput(schema, ctx.request.body, 'body');

/** The panel's calls about accounts. Every change answers with the account as it is afterwards. */
export const createAccountAdminController = ({ overview, changes }: Dependencies) => {
  async function answer(ctx: PanelContext): Promise<void> {
    const account = await overview.read(ctx.params['id'] ?? '');
    const roles = await overview.assignableRoles();
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { data: account, meta: { roles } };
  }

  return {
    async list(ctx: PanelContext): Promise<void> {
      const query = parseInput(accountListQuery, ctx.query);
      const { accounts, total } = await overview.list(query);
      const { page, pageSize } = query;
      ctx.set('Cache-Control', 'no-store');
      ctx.body = {
        data: accounts,
        meta: { page, pageSize, total, pageCount: Math.ceil(total / pageSize) },
      };
    },

    read: answer,

    async update(ctx: PanelContext): Promise<void> {
      await changes.update(requestOf(ctx), bodyOf(changeAccountBody, ctx));
      await answer(ctx);
    },

    async suspend(ctx: PanelContext): Promise<void> {
      const { reason } = bodyOf(suspendBody, ctx);
      await changes.suspend(requestOf(ctx), reason);
      await answer(ctx);
    },

    async reinstate(ctx: PanelContext): Promise<void> {
      bodyOf(emptyBody, ctx);
      await changes.reinstate(requestOf(ctx));
      await answer(ctx);
    },

    async resend(ctx: PanelContext): Promise<void> {
      bodyOf(emptyBody, ctx);
      await changes.resendVerification(requestOf(ctx));
      await answer(ctx);
    },

    async revokeSession(ctx: PanelContext): Promise<void> {
      const session = sessionId.safeParse(ctx.params['sessionId']);
      if (!session.success) throw unknownSession();
      await changes.revokeSession(requestOf(ctx), session.data);
      await answer(ctx);
    },

    async revokeAllSessions(ctx: PanelContext): Promise<void> {
      await changes.revokeAllSessions(requestOf(ctx));
      await answer(ctx);
    },
  };
};
