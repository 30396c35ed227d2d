/** How tokens travel: in cookies that scripts cannot read, or in JSON and the Authorization header. */
export type SessionTransport = 'cookie' | 'token';

/** Where a request came from, as far as sessions and security events keep it. */
export interface RequestOrigin {
  /** The client's address behind the trusted proxies. */
  address: string;
  userAgent: string;
  transport: SessionTransport;
  requestId: string | undefined;
  /** The session whose cookies came along; a new sign-in takes its place. */
  replacesSessionId?: string | undefined;
}
