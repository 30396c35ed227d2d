// Calls of the Shoal API from these pages. No answer ever holds a token: they stay in HttpOnly cookies.

/** A refusal of the API (RFC 9457), or a request that got no answer. */
export class Refusal extends Error {
  constructor(problem, retryAfterSeconds) {
    super(problem.detail);
    this.code = problem.code;
    this.problem = problem;
    /** Faults by the name of the field. */
    this.faults = Object.fromEntries(
      (problem.errors ?? []).map(({ pointer = '', message }) => [pointer.slice(1), message]),
    );
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const NO_ANSWER = {
  code: 'no-answer',
  detail: 'The server cannot be reached. Look at your connection and try again.',
};

async function ask(path, request) {
  let answer;
  try {
    answer = await fetch(`/api/auth/${path}`, { cache: 'no-store', ...request });
  } catch {
    throw new Refusal(NO_ANSWER);
  }
  const body = await answer.json().catch(() => NO_ANSWER);
  if (answer.ok) return body.data;
  throw new Refusal(body, Number(answer.headers.get('Retry-After')) || undefined);
}

const post = (path, body, { headers = {}, credentials }) =>
  ask(path, {
    method: 'POST',
    credentials,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Starts a session in cookies, or asks for the mail that will. */
export const startSession = (path, body) =>
  post(path, body, {
    credentials: 'same-origin',
    headers: { 'X-Session-Transport': 'cookie' },
  });

/** What a secret in the body proves by itself: whoever is signed in here has nothing to do with it. */
export const prove = (path, body) => post(path, body, { credentials: 'omit' });

/** Ends the session of this browser. */
export async function signOut(knownCsrfToken) {
  const csrfToken = knownCsrfToken ?? (await ask('csrf', {})).csrfToken;
  await post(
    'logout',
    {},
    {
      credentials: 'same-origin',
      headers: { 'X-CSRF-Token': csrfToken },
    },
  );
}
