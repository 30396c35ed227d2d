import type { Context } from 'koa';
import type { RecentMails } from '../services/recent-mails';
import { mailListPage, mailPage, MAIL_PAGE_POLICY } from './dev-mails-page';

const lastPart = (path: string) => path.split('/').at(-1) ?? '';

/** Shows a developer the mails that would have been sent. */
export const createDevMailsController = ({ recentMails }: { recentMails: RecentMails }) => {
  function answer(ctx: Context, page: string): void {
    ctx.set('Content-Security-Policy', MAIL_PAGE_POLICY);
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'html';
    ctx.body = page;
  }

  return {
    list(ctx: Context): void {
      answer(ctx, mailListPage(recentMails.list()));
    },
    /** Anything else is a 404, as everywhere. */
    read(ctx: Context): void {
      const mail = recentMails.find(lastPart(ctx.path));
      if (mail) answer(ctx, mailPage(mail));
    },
  };
};
