import type { Middleware } from 'koa';

export interface Router {
  get(path: string, handler: Middleware): unknown;
}
interface DevMailsController {
  list: Middleware;
  read: Middleware;
}

/** Outside of the API and its rules: these exist only where mails go nowhere. */
export function registerDevMails(router: Router, { list, read }: DevMailsController): void {
  router.get('/dev/mails', list);
  router.get('/dev/mails/:id', read);
}
