import type { ParameterizedContext } from 'koa';
import { currentRequestId } from '../../../../lib/http/request-context';
import type { RequestOrigin } from '../../../accounts/contract/request-origin';

const LONGEST_USER_AGENT = 512;
const IPV4_IN_IPV6 = /^::ffff:(?=\d+\.)/;

/** Where a request came from, for security events. */
export const originOf = (ctx: ParameterizedContext): RequestOrigin => ({
  address: ctx.ip.replace(IPV4_IN_IPV6, ''),
  userAgent: ctx.get('User-Agent').slice(0, LONGEST_USER_AGENT),
  transport: ctx.get('Cookie') === '' ? 'token' : 'cookie',
  requestId: currentRequestId(),
});
