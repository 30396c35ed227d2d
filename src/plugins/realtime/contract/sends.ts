import type { z } from 'zod';
import type { ProblemBody } from '../../../lib/http/render-problem';

/** How every event of a client is acknowledged. */
export type Ack<Data> = { ok: true; data: Data } | { ok: false; problem: ProblemBody };

/** An event that a client sends, and what it is acknowledged. */
export type Sends<Schema extends z.ZodType, Data> = (
  payload: z.input<Schema>,
  ack: (answer: Ack<Data>) => void,
) => void;
