import { Problem } from '../../lib/problem';

export const noSuchEvent = (): Problem =>
  new Problem({ type: 'not-found', detail: 'There is no such event, or you may not see it.' });
