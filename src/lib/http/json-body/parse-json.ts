import { Problem } from '../../problem';

const MAX_DEPTH = 32;
const MAX_NAMES = 20_000;

interface Shape {
  depth: number;
  /** How many names of members the text has, repeated ones too. */
  names: number;
}

const malformed = (detail: string) => new Problem({ type: 'malformed-body', detail });

/** The index behind the string that starts at `start`. */
function skipString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index + 1;
}

/** Looks at the text alone, so that no parser has to go down a nest of ten thousand brackets. */
function shapeOf(text: string): Shape {
  const shape = { depth: 0, names: 0 };
  let open = 0;
  for (let index = 0; index < text.length; ) {
    const character = text[index];
    if (character === '"') {
      index = skipString(text, index);
      continue;
    }
    if (character === '{' || character === '[') shape.depth = Math.max(shape.depth, (open += 1));
    else if (character === '}' || character === ']') open -= 1;
    else if (character === ':') shape.names += 1;
    index += 1;
  }
  return shape;
}

function decode(bytes: Buffer): string {
  try {
    // A byte order mark stays and is no JSON.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('The body is not well-formed UTF-8 text.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('The body is not well-formed JSON.');
  }
}

/**
 * Parses JSON that strangers sent: strictly, to a limited depth and number of names.
 * @returns the value and how many names its text has.
 * @throws Problem `malformed-body`.
 */
export function parseJson(bytes: Buffer): { value: unknown; names: number } {
  const text = decode(bytes);
  const { depth, names } = shapeOf(text);
  if (depth > MAX_DEPTH) throw malformed(`The body nests deeper than ${MAX_DEPTH} levels.`);
  if (names > MAX_NAMES) throw malformed(`The body has more than ${MAX_NAMES} names.`);
  return { value: parse(text), names };
}
