import type { WordKey } from '../words';
import type { FieldKind, QuestionField } from './source-fields';

/** What stands in the fields of a form, by parameter. */
export type FieldTexts = Record<string, string>;

/** The field of the form for everything that has no field of its own. */
export const MORE = 'more';

export interface Question {
  parameters: Record<string, unknown>;
  /** What is wrong, by field. Whether the rest can be asked is for the source to say. */
  faults: Record<string, WordKey>;
}

class Fault extends Error {
  constructor(readonly word: WordKey) {
    super(word);
  }
}

const parts = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== '');

function numbersIn(text: string): number[] {
  const numbers = parts(text).map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) throw new Fault('fault.numbers');
  return numbers;
}

function boxIn(text: string): number[] {
  const box = numbersIn(text);
  if (box.length !== 4) throw new Fault('fault.box');
  return box;
}

function dayIn(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new Fault('fault.day');
  return text;
}

const READERS: Record<FieldKind, (text: string) => unknown> = {
  numbers: numbersIn,
  words: parts,
  box: boxIn,
  day: dayIn,
  text: (text) => text,
};

function objectIn(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    if (isObject) return { ...parsed };
  } catch {
    // Not JSON at all is told like JSON of another kind.
  }
  throw new Fault('fault.json');
}

/** Reads a form into the parameters of a source. Empty fields leave their parameter out. */
export function readQuestion(fields: readonly QuestionField[], texts: FieldTexts): Question {
  const question: Question = { parameters: {}, faults: {} };
  function read(name: string, apply: (text: string) => void) {
    const text = (texts[name] ?? '').trim();
    if (text === '') return;
    try {
      apply(text);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      question.faults[name] = error.word;
    }
  }
  read(MORE, (text) => Object.assign(question.parameters, objectIn(text)));
  for (const { name, kind } of fields) {
    read(name, (text) => (question.parameters[name] = READERS[kind](text)));
  }
  return question;
}
