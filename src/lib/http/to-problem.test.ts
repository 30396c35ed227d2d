import { errors } from '@strapi/utils';
import { Problem } from '../problem';
import { renderProblem } from './render-problem';
import { toProblem } from './to-problem';

const asking = { asks: true, hasDataEnvelope: false };
const writing = { asks: false, hasDataEnvelope: true };

const withFields = (error: Error, fields: Record<string, unknown>) => Object.assign(error, fields);

describe('toProblem', () => {
  it('hides everything about an unknown error', () => {
    const problem = toProblem(new Error('select * from secret_table'), asking);
    expect(problem).toMatchObject({ type: 'internal', status: 500, faults: [] });
    expect(JSON.stringify(renderProblem(problem))).not.toContain('secret_table');
  });

  it('hides the words of a server error that says it is one', () => {
    const problem = toProblem(withFields(new Error('disk sda1 broken'), { status: 500 }), asking);
    expect(problem.message).not.toContain('sda1');
  });

  it.each([
    ['refused', withFields(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
    ['shut down by an administrator', withFields(new Error('terminating'), { code: '57P01' })],
    ['starting up', withFields(new Error('starting'), { code: '57P03' })],
    ['out of slots', withFields(new Error('too many clients'), { code: '53300' })],
    ['cut', new Error('Connection terminated unexpectedly')],
    ['broken', withFields(new Error('broken'), { code: '08006' })],
    [
      'slow to connect',
      withFields(new Error('pool is probably full'), { name: 'KnexTimeoutError' }),
    ],
    [
      'wrapped',
      new Error('loading failed', { cause: withFields(new Error('x'), { code: '57P01' }) }),
    ],
    [
      'tried on two addresses',
      new AggregateError([withFields(new Error('x'), { code: 'ECONNREFUSED' })], 'all failed'),
    ],
  ])('says 503 when the database is %s', (_, error) => {
    expect(toProblem(error, asking)).toMatchObject({
      type: 'dependency-unavailable',
      status: 503,
      retryAfterSeconds: 5,
    });
  });

  it('blames the query or the body for a number that no column can hold', () => {
    const error = withFields(new Error('integer out of range'), { code: '22003' });
    expect(toProblem(error, asking)).toMatchObject({ type: 'invalid-query', status: 400 });
    expect(toProblem(error, writing)).toMatchObject({ type: 'validation-failed', status: 422 });
  });

  it('says 409 for a duplicate and 504 for a cancelled statement', () => {
    expect(toProblem(withFields(new Error('dup'), { code: '23505' }), writing).status).toBe(409);
    expect(toProblem(withFields(new Error('cancel'), { code: '57014' }), asking).status).toBe(504);
  });

  it('points into the body, below `data` when Strapi left that out', () => {
    const details = { errors: [{ path: ['parts', '0', 'a/b'], message: 'too long', value: 'x' }] };
    const problem = toProblem(new errors.ValidationError('1 error', details), writing);
    expect(problem.faults).toEqual([
      { pointer: '/data/parts/0/a~1b', code: 'invalid', message: 'too long' },
    ]);
  });

  it('names the parameter of a query that Strapi refused', () => {
    const details = { key: 'nope', path: 'nope', source: 'query', param: 'filters' };
    const problem = toProblem(new errors.ValidationError('Invalid key nope', details), writing);
    expect(problem).toMatchObject({
      type: 'invalid-query',
      faults: [{ parameter: 'filters', code: 'unknown' }],
    });
  });

  it('keeps the code that a service gave', () => {
    const error = new errors.UnauthorizedError('Ask for a new one.', { code: 'invalid-code' });
    expect(toProblem(error, writing)).toMatchObject({ type: 'invalid-code', status: 401 });
    const finer = new errors.ForbiddenError('No.', { code: 'not-a-member' });
    expect(toProblem(finer, writing)).toMatchObject({ type: 'forbidden', code: 'not-a-member' });
  });

  it('never lets a code through that is no slug', () => {
    const error = new errors.ForbiddenError('No.', { code: '<script>' });
    expect(toProblem(error, asking).code).toBe('forbidden');
  });

  it('reads the marks of the body parsers', () => {
    const cut = withFields(new SyntaxError('Unexpected end'), { status: 400 });
    expect(toProblem(cut, writing).type).toBe('malformed-body');
    const zipped = withFields(new Error('incorrect header check'), { code: 'Z_DATA_ERROR' });
    expect(toProblem(zipped, writing).type).toBe('malformed-body');
    const large = withFields(new Error('request entity too large'), { status: 413 });
    expect(toProblem(large, writing).type).toBe('payload-too-large');
    const form = withFields(new Error('maxFieldsSize exceeded'), { httpCode: 413 });
    expect(toProblem(form, writing).type).toBe('payload-too-large');
  });

  it('passes a problem through untouched', () => {
    const problem = new Problem({ type: 'conflict', detail: 'Taken.', code: 'already-registered' });
    expect(toProblem(problem, writing)).toBe(problem);
  });
});

describe('renderProblem', () => {
  it('has a list of faults even when there are none, so that clients need not look', () => {
    const problem = new Problem({ type: 'not-found', detail: 'No.' });
    expect(renderProblem(problem)).toMatchObject({ errors: [], error: { details: {} } });
  });

  it('is RFC 9457 and Strapi at once', () => {
    const fault = { pointer: '/email', code: 'invalid', message: 'Not an address.' };
    const problem = new Problem({ type: 'validation-failed', detail: 'No.', faults: [fault] });
    expect(renderProblem(problem, { instance: '/api/x', requestId: 'r' })).toEqual({
      type: '/problems/validation-failed',
      title: 'The content is not valid',
      status: 422,
      detail: 'No.',
      instance: '/api/x',
      code: 'validation-failed',
      requestId: 'r',
      errors: [fault],
      data: null,
      error: {
        status: 422,
        name: 'ValidationError',
        message: 'No.',
        details: {
          errors: [{ path: ['email'], message: 'Not an address.', name: 'ValidationError' }],
        },
      },
    });
  });
});
