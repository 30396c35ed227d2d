import { makePassword } from './first-admin';

it('makes passwords that the panel accepts, and never the same one', () => {
  const passwords = Array.from({ length: 200 }, makePassword);
  expect(new Set(passwords).size).toBe(200);
  for (const password of passwords) {
    expect(password).toMatch(/[a-z]/);
    expect(password).toMatch(/[A-Z]/);
    expect(password).toMatch(/\d/);
    expect(password.length).toBeGreaterThanOrEqual(20);
    // bcrypt reads no further, and the panel refuses more.
    expect(Buffer.byteLength(password)).toBeLessThanOrEqual(72);
  }
});
