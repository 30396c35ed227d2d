import { documentIdOf } from './demo-rows';

it('makes identities of the form that Strapi makes, the same for the same key', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => documentIdOf(`occurrence/${i}`));
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]{23}$/);
  expect(documentIdOf('occurrence/0')).toBe(ids[0]);
});
