import { Problem, type InputFault } from '../../problem';

/** NUL, which no text column holds, and halves of characters, which no UTF-8 has. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const MAX_FAULTS = 20;

const escape = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

interface Walk {
  faults: InputFault[];
  names: number;
  /** Where the walk is; written as a pointer only for faults, since bodies have thousands of places. */
  path: (string | number)[];
}

const pointerOf = (path: Walk['path']): string =>
  path.map((step) => `/${escape(String(step))}`).join('');

function faultOf(value: unknown): Omit<InputFault, 'pointer'> | undefined {
  if (typeof value === 'string' && UNSTORABLE.test(value)) {
    return { code: 'invalid-text', message: 'Holds characters that cannot be stored.' };
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { code: 'too-large', message: 'Is a number too large to be kept.' };
  }
  return undefined;
}

/** Goes as deep as the parser let through. */
function walk(value: unknown, state: Walk): void {
  const { faults, path } = state;
  if (faults.length >= MAX_FAULTS) return;
  const fault = faultOf(value);
  if (fault) faults.push({ pointer: pointerOf(path), ...fault });
  if (typeof value !== 'object' || value === null) return;
  const enter = (step: string | number, item: unknown): void => {
    path.push(step);
    walk(item, state);
    path.pop();
  };
  if (Array.isArray(value)) {
    value.forEach((item, index) => enter(index, item));
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    state.names += 1;
    if (key === '__proto__' || UNSTORABLE.test(key)) {
      const message = 'Has a name that is not allowed.';
      faults.push({ pointer: pointerOf(path), code: 'unknown', message });
    } else {
      enter(key, item);
    }
  }
}

/**
 * Refuses what is well-formed JSON and yet no content: text that cannot be stored, numbers beyond
 * the largest, names that say two things at once.
 * @param names how many names the text had.
 * @throws Problem `validation-failed` with pointers.
 */
export function checkJson(value: unknown, names: number): void {
  const state: Walk = { faults: [], names: 0, path: [] };
  walk(value, state);
  if (state.faults.length === 0 && state.names < names) {
    const message = 'Has the same name twice in one object.';
    state.faults.push({ pointer: '', code: 'repeated', message });
  }
  if (state.faults.length === 0) return;
  const { faults } = state;
  throw new Problem({
    type: 'validation-failed',
    detail: faults.map(({ pointer, message }) => `${pointer || 'The body'}: ${message}`).join(' '),
    faults,
  });
}
