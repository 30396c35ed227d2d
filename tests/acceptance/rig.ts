import { startApp, type TestApp } from '../support/app';
import { createAsk, type Answer } from '../support/ask';
import { newClient, tokenOf } from '../support/auth-calls';
import { lastMailTo, type SeenMail } from '../support/mails';

/** The app as people reach it: over https, behind one proxy, beside a frontend of its own. */
export const PUBLIC_URL = 'https://shoal.example.org';
export const FRONTEND = 'https://app.example.org';

export interface Asked {
  headers?: Record<string, string>;
  body?: object;
}

/** What a mail to sign in with gives to whoever asked for it, and reads it. */
export interface MailedSecrets {
  flowId: string;
  /** Of the browser that asked. */
  cookie: string;
  code: string;
  token: string;
  mail: SeenMail;
}

export interface Rig {
  readonly app: TestApp;
  /** Asks from an address that nobody else has, unless it is told one. */
  ask: (what: string, asked?: Asked) => Promise<Answer>;
  /** `POST /api/auth/<path>` with a body. */
  post: (path: string, body: object, headers?: Record<string, string>) => Promise<Answer>;
  /** The newest mail to an address, with what stands behind the # of its link. */
  readMail: (email: string, kind: string, count?: number) => Promise<SeenMail & { token: string }>;
  requestSignIn: (email: string, count?: number) => Promise<MailedSecrets>;
}

const SAFE_COOKIE =
  /^__(Host|Secure)-[a-z]+=[^;]*; path=\/[a-z/]*; expires=[^;]+; samesite=(lax|strict); secure; httponly$/i;

/** T-12 for every answer of the suite. */
function assertSafeCookies(what: string, { headers }: Answer): void {
  const unsafe = headers.getSetCookie().filter((line) => !SAFE_COOKIE.test(line));
  if (unsafe.length > 0)
    throw new Error(`${what} sets cookies that are not safe: ${unsafe.join()}`);
}

/** The name and value that a browser sends back of a Set-Cookie line. */
export const pairOf = (line = ''): string => line.split(';', 1)[0] ?? '';

/** Status and code, which is what clients branch on. */
export const outcomeOf = ({ status, code }: Answer): [number, string | undefined] => [status, code];

/** What a problem points at. */
export const pointersOf = ({ text }: Answer): string[] =>
  (JSON.parse(text) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

/** A string of an answer's data. */
export function textIn({ data }: Answer, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '';
}

/** What differs among answers: one entry when they are alike. */
export const distinct = (shapes: object[]): object[] =>
  [...new Set(shapes.map((shape) => JSON.stringify(shape)))].map(
    (one) => JSON.parse(one) as object,
  );

/** An answer without what differs from request to request. */
export function withoutRequest({ status, text }: Answer): object {
  const {
    requestId: _requestId,
    instance: _instance,
    ...rest
  } = JSON.parse(text) as {
    requestId?: string;
    instance?: string;
  };
  return { status, ...rest };
}

/** Boots the app once for the cases of a file. */
export function useApp(variables: Record<string, string> = {}): Rig {
  let app: TestApp | undefined;
  const running = (): TestApp => {
    if (!app) throw new Error('The app has not been started yet');
    return app;
  };
  beforeAll(async () => {
    Object.assign(process.env, {
      PUBLIC_URL,
      FRONTEND_BASE_URL: FRONTEND,
      CORS_ALLOWED_ORIGINS: FRONTEND,
      TRUSTED_PROXY_HOPS: '1',
      ...variables,
    });
    app = await startApp();
  });
  afterAll(() => app?.stop());

  const askPlain = createAsk(running);
  const ask: Rig['ask'] = async (what, { headers, body } = {}) => {
    const answer = await askPlain(what, {
      headers: { 'x-forwarded-for': newClient(), ...headers },
      ...(body && { body }),
    });
    assertSafeCookies(what, answer);
    return answer;
  };
  const post: Rig['post'] = (path, body, headers = {}) =>
    ask(`POST /api/auth/${path}`, { headers, body });
  const readMail: Rig['readMail'] = async (email, kind, count = 1) => {
    const mail = await lastMailTo(running(), email, { kind, count });
    return { ...mail, token: mail.link?.includes('#token=') ? tokenOf(mail.link) : '' };
  };

  return {
    get app() {
      return running();
    },
    ask,
    post,
    readMail,
    async requestSignIn(email, count = 1) {
      const asked = await post('magic-link', { email });
      if (asked.status !== 202) throw new Error(`magic-link answered ${asked.text}`);
      const mail = await readMail(email, 'sign-in', count);
      const cookie = pairOf(asked.cookies['__Host-flow']);
      const { token, code = '' } = mail;
      return { flowId: textIn(asked, 'flowId'), cookie, code, token, mail };
    },
  };
}
