import type { z } from 'zod';
import { Problem, type InputFault } from './problem';

export type Door = 'query' | 'body';

function faultOf(door: Door, path: PropertyKey[], code: string, message: string): InputFault {
  return door === 'query'
    ? { parameter: String(path[0] ?? ''), code, message }
    : { pointer: path.map((key) => `/${String(key)}`).join(''), code, message };
}

/** `custom` is zod's word for our own rules and says nothing to a client. */
const codeOf = (zodCode: string) =>
  zodCode === 'custom' ? 'invalid' : zodCode.replaceAll('_', '-');

function faultsOf(door: Door, error: z.ZodError): InputFault[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) =>
          faultOf(door, [...issue.path, key], 'unknown', `${key} is not known here.`),
        )
      : [faultOf(door, issue.path, codeOf(issue.code), issue.message)],
  );
}

/**
 * Parses outside input once, at the door.
 * @throws Problem `invalid-query` (400) or `validation-failed` (422) that names every fault.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  door: Door = 'query',
): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(door, parsed.error);
  throw new Problem({
    type: door === 'query' ? 'invalid-query' : 'validation-failed',
    detail: faults
      .map((fault) => `${fault.parameter ?? fault.pointer}: ${fault.message}`)
      .join(' '),
    faults,
  });
}

/**
 * Parses a part of a body by rules that know only that part.
 * @param pointer where the part is, `/parameters`.
 * @throws Problem whose faults point into the whole body.
 */
export function parsePart<Part>(pointer: string, parse: () => Part): Part {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { type, message, code, faults } = error;
    const placed = faults.map((fault) => ({ ...fault, pointer: pointer + (fault.pointer ?? '') }));
    throw new Problem({ type, detail: message, code, faults: placed });
  }
}
