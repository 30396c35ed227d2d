import { readFileSync } from 'node:fs';
import path from 'node:path';
import { environmentSchema, parseEnv, SECRET_NAMES, SIGNING_SECRET_NAMES } from '../../src/env';

const lines = readFileSync(path.resolve(__dirname, '../../.env.example'), 'utf8').split('\n');
const settings = lines.flatMap((line, index) => {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value: value ?? '', above: lines[index - 1] ?? '' }];
});

it('.env.example names every setting of src/env.ts once, and nothing else', () => {
  const named = settings.map(({ name }) => name).sort();
  expect(named).toEqual(Object.keys(environmentSchema.shape).sort());
});

it('.env.example says what each setting means', () => {
  expect(settings.filter(({ above }) => !/^# \S.{8,}/.test(above))).toEqual([]);
});

it('.env.example holds no secret', () => {
  const secrets = settings.filter(({ name }) => (SECRET_NAMES as readonly string[]).includes(name));
  expect(secrets.length).toBe(SECRET_NAMES.length);
  expect(secrets.filter(({ value }) => value !== '')).toEqual([]);
});

it('.env.example shows the defaults', () => {
  const secrets = Object.fromEntries(SIGNING_SECRET_NAMES.map((name) => [name, 'x'.repeat(32)]));
  const required = { ...secrets, DATABASE_URL: 'postgresql://shoal@localhost/shoal' };
  const shown = Object.fromEntries(settings.map(({ name, value }) => [name, value]));
  expect(parseEnv({ ...shown, ...required })).toEqual(parseEnv(required));
});
