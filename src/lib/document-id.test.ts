import { createDocumentId } from './document-id';

it('makes ids in the form of Strapi, each another', () => {
  const ids = Array.from({ length: 2000 }, () => createDocumentId());
  expect(new Set(ids).size).toBe(2000);
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]{23}$/);
});
