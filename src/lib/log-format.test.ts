import { createLogFormat, describeLine } from './log-format';
import { runWithRequestId } from './http/request-context';

const now = new Date('2026-01-02T03:04:05.678Z');
const line = (info: Record<string, unknown>) =>
  describeLine({ level: 'info', message: 'x', ...info }, now);

describe('describeLine', () => {
  it('carries the id of the request it was written in', () => {
    expect(runWithRequestId('r-1', () => line({}))).toMatchObject({ requestId: 'r-1' });
    expect(line({})).not.toHaveProperty('requestId');
  });

  it.each([
    ['Authorization: Bearer abc.def-ghi', 'abc.def-ghi'],
    ['connect postgresql://shoal:hunter2@db:5432/shoal', 'hunter2'],
    ['GET /sign-in?token=s3cr3t&x=1', 's3cr3t'],
    ['session eyJhbGciOi.eyJzdWIiOi.c2ln was refused', 'eyJzdWIiOi'],
  ])('leaves the secret out of: %s', (message, secret) => {
    const { message: written } = line({ message });
    expect(written).not.toContain(secret);
    expect(written).toContain('[redacted]');
  });

  it('leaves secrets out by the name of their field, at any depth', () => {
    const written = JSON.stringify(
      line({
        user: { resetPasswordToken: 'AAA', headers: { cookie: 'BBB' } },
        list: [{ password: 'CCC' }],
      }),
    );
    expect(written).not.toMatch(/AAA|BBB|CCC/);
  });

  it('describes an error that was logged itself, without the bindings of its query', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      bindings: ['a@b.example'],
    });
    const info = Object.assign(error, { level: 'error' });
    const written = describeLine(info, now);
    expect(written).toMatchObject({
      level: 'error',
      error: { code: '23505', message: 'duplicate key' },
    });
    expect(JSON.stringify(written)).not.toContain('a@b.example');
  });

  it('survives a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(JSON.stringify(line({ cycle }))).toContain('[deeper]');
  });
});

it('writes a text in several lines as one line of JSON', () => {
  const message = 'a\r\nforged\u001b[31m line';
  const written = createLogFormat('json').transform({ level: 'info', message });
  // The text stands under a symbol that winston's transports read.
  const text = (written as unknown as Record<symbol, string>)[Symbol.for('message')];
  expect(text).toContain('forged line');
  expect(text).not.toMatch(/[\r\n\u001b]/);
});
