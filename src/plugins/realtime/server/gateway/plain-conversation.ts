import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../../../lib/problem';
import { parseInput } from '../../../../lib/parse-input';
import { isExceeded, RateLimitedProblem } from '../../../../lib/throttle/limit';
import type { WindowCounters } from '../../../../lib/throttle/window-counters';
import type { LivePrincipals } from '../../../accounts/contract/live-caller';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import { positionReport } from '../../contract/location';
import type { ConnectionPlaces } from './connection-places';
import { positionOf } from '../domain/location/read-report';
import { notSignedIn, sessionOver, tooManyConnections, unknownEvent } from '../errors';
import { OWN_CLIENT, type Tracking } from '../services/location/tracking';

/** Of the application's range (RFC 6455, 7.4.2), as the gateway says it. */
export const UNAUTHENTICATED = 4401;
const TRY_AGAIN_LATER = 1013;
const LIMIT = { points: 20, perSeconds: 10 };
/** Who goes on for so many times the limit does not listen to refusals. */
const FLOOD = 3;

interface Dependencies {
  /** The person of a token. */
  signIn: (token: string) => Promise<UserPrincipal | null>;
  principals: Pick<LivePrincipals, 'ofSession'>;
  tracking: Tracking;
  isLimited: boolean;
  counters: WindowCounters;
  places: Pick<ConnectionPlaces, 'take'>;
  toProblem: (error: unknown) => Problem;
  now: () => Date;
}

export interface PlainAnswer {
  answer: object;
  /** Ends the connection. */
  closeCode?: number;
}

export interface PlainConversation {
  hear(text: string): Promise<PlainAnswer>;
  /** Who is signed in, if anybody. */
  person(): UserPrincipal | null;
  end(): void;
}

const message = z.looseObject({ type: z.string() });
const authentication = z.looseObject({ token: z.string().min(1).max(2048) });
const REPORTED = ['latitude', 'longitude', ...Object.keys(positionReport.shape)];

const malformed = () =>
  new Problem({ type: 'malformed-body', detail: 'A message is a JSON object with a type.' });

function read(text: string): z.infer<typeof message> | null {
  try {
    return message.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What answers to messages are called. */
const ANSWERS = new Map([
  ['authenticate', 'authenticated'],
  ['location_update', 'location_saved'],
]);

/** What older trackers and the server say to each other over one connection. */
export async function createPlainConversation(
  { signIn, principals, tracking, isLimited, counters, places, toProblem, now }: Dependencies,
  known: UserPrincipal | null,
): Promise<PlainConversation> {
  let person: UserPrincipal | null = null;
  let leave: (() => void) | null = null;
  let isOver = false;
  /** Strangers are counted by their connection: many trackers may be at one address. */
  const stranger = randomUUID();
  const counted = () => `plain ${person?.userId ?? stranger}`;

  /** @throws Problem `too-many-connections`. */
  async function enter(found: UserPrincipal): Promise<void> {
    const place = await places.take('person', String(found.userId));
    if (!place) throw tooManyConnections();
    leave?.();
    leave = place;
    person = found;
    if (isOver) place();
  }

  async function authenticate(given: object): Promise<PlainAnswer> {
    const parsed = authentication.safeParse(given);
    const found = parsed.success ? await signIn(parsed.data.token) : null;
    if (!found) throw notSignedIn();
    await enter(found);
    return { answer: { type: 'authenticated', success: true } };
  }

  /** @throws RateLimitedProblem. */
  function count(): void {
    if (!isLimited) return;
    const state = { ...counters.add(counted(), 1, LIMIT.perSeconds), limit: LIMIT };
    if (isExceeded(state)) throw new RateLimitedProblem(state);
  }

  async function save(given: Record<string, unknown>): Promise<PlainAnswer> {
    if (!person) throw notSignedIn();
    const live = await principals.ofSession(person.sessionId);
    if (!live) throw sessionOver();
    // Older trackers say more than we take, and each something else.
    const fields = REPORTED.flatMap((name) => (name in given ? [[name, given[name]]] : []));
    const report = parseInput(positionReport, Object.fromEntries(fields), 'body');
    const source = { userId: live.userId, deviceId: OWN_CLIENT };
    await tracking.acceptOne(source, positionOf(report, now()));
    return { answer: { type: 'location_saved', success: true } };
  }

  function closeCodeOf(problem: Problem): number | undefined {
    if (problem.type === 'unauthenticated') return UNAUTHENTICATED;
    const used = counters.read(counted())?.used ?? 0;
    return used > LIMIT.points * FLOOD ? TRY_AGAIN_LATER : undefined;
  }

  function refusal(type: string, error: unknown): PlainAnswer {
    const problem = toProblem(error);
    const { code, message: detail } = problem;
    const closeCode = closeCodeOf(problem);
    const answer = { type, success: false, code, detail };
    return { answer, ...(closeCode !== undefined && { closeCode }) };
  }

  let isFull = false;
  if (known) {
    try {
      await enter(known);
    } catch {
      isFull = true;
    }
  }

  return {
    async hear(text) {
      let answerType = 'error';
      try {
        const heard = read(text);
        answerType = ANSWERS.get(heard?.type ?? '') ?? 'error';
        // Whatever it is: to read and answer what is nothing costs as well.
        count();
        if (isFull) throw tooManyConnections();
        if (!heard) throw malformed();
        const { type, ...given } = heard;
        if (type === 'authenticate') return await authenticate(given);
        if (type !== 'location_update') throw unknownEvent();
        return await save(given);
      } catch (error) {
        return refusal(answerType, error);
      }
    },
    person: () => person,
    end() {
      isOver = true;
      leave?.();
    },
  };
}
