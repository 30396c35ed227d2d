import { createConfig, lintFromString } from '@redocly/openapi-core';
import { hrefOf, startOgcRig, type OgcAnswer, type OgcLink, type OgcRig } from '../support/ogc-rig';

/*
 * The abstract tests of OGC API Features, Part 1 (17-069r4, annex A), about what the service says of
 * itself, in our own words: classes core and oas30. Each is named by its requirement.
 */
let rig: OgcRig;
beforeAll(async () => {
  rig = await startOgcRig();
});
afterAll(() => rig.stop());

const ITEMS = '/collections/occurrences/items';
const get = (address: string, init?: RequestInit): Promise<OgcAnswer> => rig.ask(address, init);
const linksOf = ({ body }: OgcAnswer) => (body as { links: OgcLink[] }).links;

interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  style?: string;
  explode?: boolean;
  schema: Record<string, unknown>;
}
type Paths = Record<string, { get: { parameters: Parameter[]; responses: object } }>;
async function definition() {
  const { body } = await get('/api');
  return body as {
    openapi: string;
    paths: Paths;
    components: { parameters: Record<string, Parameter> };
  };
}
async function parametersOf(path: string): Promise<Parameter[]> {
  const { paths, components } = await definition();
  return (paths[path]?.get.parameters ?? []).map((one) => {
    const name = one.$ref?.split('/').at(-1);
    return name === undefined ? one : (components.parameters[name] ?? one);
  });
}
const parameterOf = async (path: string, name: string) =>
  (await parametersOf(path)).find((one) => one.name === name);

describe('core: landing page, conformance, API definition', () => {
  it('root-success: leads to the definition, the conformance classes and the data', async () => {
    const answer = await get('');
    expect([answer.status, answer.type]).toEqual([200, 'application/json']);
    const links = linksOf(answer);
    expect(links.find(({ rel }) => rel === 'service-desc')).toMatchObject({
      type: 'application/vnd.oai.openapi+json;version=3.0',
      href: `${rig.root}/api`,
    });
    expect(hrefOf(links, 'conformance')).toBe(`${rig.root}/conformance`);
    expect(hrefOf(links, 'data')).toBe(`${rig.root}/collections`);
    expect(hrefOf(links, 'self')).toBe(rig.root);
  });

  it('conformance-success: declares core, geojson and oas30', async () => {
    const { status, body } = await get('/conformance');
    const base = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/';
    expect([status, body.conformsTo]).toEqual([
      200,
      expect.arrayContaining([`${base}core`, `${base}geojson`, `${base}oas30`]),
    ]);
  });

  it('api-definition-success, oas-definition-2: is an OpenAPI 3.0 document that a validator accepts', async () => {
    const answer = await get('/api');
    expect(answer.type).toBe('application/vnd.oai.openapi+json;version=3.0');
    expect(answer.body.openapi).toMatch(/^3\.0\.\d$/);
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'security-defined': 'off', 'no-server-example.com': 'off' },
    });
    const found = await lintFromString({ source: JSON.stringify(answer.body), config });
    expect(
      found.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ).toEqual([]);
  });

  it('oas-impl, completeness: every path of the definition that has no variable answers', async () => {
    const { paths } = await definition();
    for (const [path, { get: operation }] of Object.entries(paths)) {
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(['200', '400', '500']),
      );
      if (path.includes('{')) continue;
      expect([path, (await get(path === '/' ? '' : path)).status]).toEqual([path, 200]);
    }
  });

  it('http: HEAD answers as GET without a body, and what is not there is 404', async () => {
    for (const path of ['', '/conformance', '/collections', ITEMS, '/api']) {
      const head = await get(path, { method: 'HEAD' });
      expect([path, head.status, head.body, head.type]).toEqual([
        path,
        200,
        null,
        (await get(path)).type,
      ]);
    }
    expect((await get('/nothing')).status).toBe(404);
  });
});

describe('core: collections', () => {
  it('fc-md-success, fc-md-items, fc-md-items-links: lists each with its links and types', async () => {
    const answer = await get('/collections');
    expect(hrefOf(linksOf(answer), 'self')).toBe(`${rig.root}/collections`);
    const [first] = answer.body.collections as { id: string; links: OgcLink[] }[];
    expect(first).toMatchObject({ id: 'occurrences', itemType: 'feature' });
    const items = first?.links.filter(({ rel }) => rel === 'items') ?? [];
    expect(items).toEqual([expect.objectContaining({ type: 'application/geo+json' })]);
  });

  it('fc-md-extent: the spatial extent is in CRS84 and holds every feature', async () => {
    const { extent } = (await get('/collections/occurrences')).body;
    expect(extent.spatial).toEqual({
      bbox: [[-180, -90, 180, 90]],
      crs: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
    });
    expect(extent.temporal.interval).toEqual([[null, null]]);
  });

  it('sfc-md-success: one collection is the same as in the list', async () => {
    const { body } = await get('/collections');
    for (const collection of body.collections) {
      expect((await get(`/collections/${(collection as { id: string }).id}`)).body).toEqual(
        collection,
      );
    }
    expect((await get('/collections/nothing')).status).toBe(404);
  });
});

describe('core: parameters of features', () => {
  it('fc-bbox-definition: is described as conformance tools want it', async () => {
    expect(await parameterOf(ITEMS, 'bbox')).toMatchObject({
      in: 'query',
      required: false,
      style: 'form',
      explode: false,
      schema: {
        type: 'array',
        minItems: 4,
        maxItems: 6,
        oneOf: [
          { minItems: 4, maxItems: 4 },
          { minItems: 6, maxItems: 6 },
        ],
        items: { type: 'number' },
      },
    });
  });

  it('fc-limit-definition: says its least, its most and what is taken without it', async () => {
    expect(await parameterOf(ITEMS, 'limit')).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 10_000, default: 100 },
    });
  });

  it('fc-time-definition: is a text', async () => {
    expect(await parameterOf(ITEMS, 'datetime')).toMatchObject({
      in: 'query',
      required: false,
      style: 'form',
      explode: false,
      schema: { type: 'string' },
    });
  });
});

it('queryables: are a JSON schema of what filters may ask about', async () => {
  const collection = (await get('/collections/occurrences')).body;
  const href = hrefOf(
    collection.links as OgcLink[],
    'http://www.opengis.net/def/rel/ogc/1.0/queryables',
  );
  const answer = await get(href ?? '');
  expect([answer.status, answer.type]).toEqual([200, 'application/schema+json']);
  expect(answer.body).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: href,
    type: 'object',
    properties: {
      scientificName: { type: 'string' },
      aphiaId: { type: 'integer' },
      eventDateStart: { type: 'string', format: 'date-time' },
      geometry: { format: 'geometry-point' },
    },
  });
  expect(answer.body.properties.geometry).not.toHaveProperty('type');
  expect(answer.body.properties).not.toHaveProperty('raw');
});

it('stays when the other documents are switched off', async () => {
  await rig.stop();
  process.env.API_DOCS_ENABLED = 'false';
  rig = await startOgcRig();
  delete process.env.API_DOCS_ENABLED;
  expect((await get('/api')).status).toBe(200);
  expect((await fetch(`${rig.app.url}/api/openapi.json`)).status).toBe(404);
});
