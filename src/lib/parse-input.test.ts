import { z } from 'zod';
import { parseInput, parsePart } from './parse-input';
import { Problem } from './problem';

const schema = z.strictObject({
  limit: z.string().regex(/^\d+$/, 'must be a whole number'),
  cursor: z
    .string()
    .refine((text) => text === 'y', 'must be y')
    .optional(),
});

function problemBy(parse: () => unknown): Problem {
  try {
    parse();
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error('was accepted');
}

const problemOf = (input: unknown, door: 'query' | 'body'): Problem =>
  problemBy(() => parseInput(schema, input, door));

it('gives what the schema gives', () => {
  expect(parseInput(schema, { limit: '5' })).toEqual({ limit: '5' });
});

it('names every faulty and unknown parameter of a query at once', () => {
  const problem = problemOf({ limit: '-1', colour: 'blue' }, 'query');
  expect([problem.status, problem.code]).toEqual([400, 'invalid-query']);
  expect(problem.faults).toEqual([
    { parameter: 'limit', code: 'invalid-format', message: 'must be a whole number' },
    { parameter: 'colour', code: 'unknown', message: 'colour is not known here.' },
  ]);
});

it('points into a body', () => {
  const problem = problemOf({ limit: 'x' }, 'body');
  expect([problem.status, problem.code]).toEqual([422, 'validation-failed']);
  expect(problem.faults.map((fault) => fault.pointer)).toEqual(['/limit']);
});

it('calls what breaks a rule of ours invalid', () => {
  const problem = problemOf({ limit: '7', cursor: 'x' }, 'query');
  expect(problem.faults).toEqual([{ parameter: 'cursor', code: 'invalid', message: 'must be y' }]);
});

it('points into the whole body from a part of it', () => {
  const problem = problemBy(() =>
    parsePart('/parameters', () => parseInput(schema, { limit: 'x' }, 'body')),
  );
  expect(problem.status).toBe(422);
  expect(problem.faults.map((fault) => fault.pointer)).toEqual(['/parameters/limit']);
  expect(parsePart('/parameters', () => 1)).toBe(1);
});
