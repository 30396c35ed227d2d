import type { ProblemBody } from '../../src/lib/http/render-problem';
import { startApp, type TestApp } from '../support/app';
import { insertOccurrence } from '../support/factories';
import { asProgram, makePerson, signIn } from '../support/people';

/** What may be asked of the generated REST API. Case ids are those of the acceptance catalogue. */
let app: TestApp;
const VISIBLE = 'visible00000000000000000';

beforeAll(async () => {
  app = await startApp();
  await insertOccurrence(app.db, {
    document_id: VISIBLE,
    scientific_name: 'Gadus morhua',
    content_hash: 'tellingtale',
    raw: JSON.stringify({ note: 'tellingtale' }),
  });
  await insertOccurrence(app.db, { scientific_name: 'Mola mola', content_hash: 'another' });
  await insertOccurrence(app.db, { scientific_name: '100% certain', content_hash: 'third' });
  await insertOccurrence(app.db, { scientific_name: 'Never there', absence: true });
});
afterAll(() => app.stop());

const ask = (address: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}${address}`, { headers });

async function faultsOf(
  address: string,
): Promise<[number, string | undefined, string | undefined]> {
  const answer = await ask(address);
  const { code, errors = [] } = (await answer.json()) as ProblemBody;
  return [answer.status, code, errors[0]?.parameter];
}

async function namesOf(query: string): Promise<string[]> {
  const answer = await ask(`/api/occurrences?${query}`);
  expect([query, answer.status]).toEqual([query, 200]);
  const { data } = (await answer.json()) as { data: { scientificName: string }[] };
  return data.map(({ scientificName }) => scientificName);
}

describe('a list', () => {
  it.each([
    // F-01, F-02, F-03
    ['filters[createdBy][resetPasswordToken][$startsWith]=a', 'filters'],
    ['filters[updatedBy][id][$gt]=0', 'filters'],
    ['filters[$and][0][createdBy][email]=a', 'filters'],
    ['sort=createdBy.password', 'sort'],
    ['sort=author.password', 'sort'],
    ['fields=createdBy', 'fields'],
    ['fields=password', 'fields'],
    ['populate=createdBy', 'populate'],
    ['populate[author][filters][email][$contains]=a', 'populate'],
    ['filters[t1.password][$startsWith]=a', 'filters'],
    ['filters[t0.id]=1', 'filters'],
    ['filters[scientific name]=1', 'filters'],
    ['filters["id"]=1', 'filters'],
    ["filters[id']=1", 'filters'],
    ['sort=t0.id', 'sort'],
    // F-04
    ['where[id]=1', 'where'],
    ['lookup[id]=1', 'lookup'],
    ['_where=1', '_where'],
    ['publicationFilter[]=x', 'publicationFilter'],
    ['publicationFilter=never-published', 'publicationFilter'],
    ['hasPublishedVersion=true', 'hasPublishedVersion'],
    ['unknown=1', 'unknown'],
    ['page=1', 'page'],
    // F-06
    ['filters[$or][0][$and][0][$or][0][id]=1', 'filters'],
    [Array.from({ length: 51 }, (_, i) => `filters[id][$in][${i}]=1`).join('&'), 'filters'],
    [Array.from({ length: 201 }, (_, i) => `p${i}=1`).join('&'), ''],
    // F-07
    ['populate=*', 'populate'],
    ['populate=deep', 'populate'],
    ['populate=deep,10', 'populate'],
    ['populate[a][populate][b][populate]=*', 'populate'],
    // F-08
    ['pagination[pageSize]=-1', 'pagination[pageSize]'],
    ['pagination[pageSize]=0', 'pagination[pageSize]'],
    ['pagination[pageSize]=NaN', 'pagination[pageSize]'],
    ['pagination[pageSize]=1.5', 'pagination[pageSize]'],
    ['pagination[pageSize]=1e9', 'pagination[pageSize]'],
    ['pagination[page]=99999999999', 'pagination[page]'],
    ['pagination[page]=999999999', 'pagination[page]'],
    ['pagination[start]=999999999', 'pagination[start]'],
    ['pagination[withCount]=maybe', 'pagination[withCount]'],
    ['pagination[page]=1&pagination[start]=0', 'pagination'],
    // F-09
    ['filters[id][$eq]=99999999999999999999', 'filters'],
    ['filters[aphiaId][$gt]=9999999999', 'filters'],
    ['filters[decimalLatitude]=1e999', 'filters'],
    [`_q=${'a'.repeat(201)}`, '_q'],
    [`_q=${'a'.repeat(5000)}`, '_q'],
    ['_q[]=a', '_q'],
    ['filters[id][$between][0]=1', 'filters'],
    ['filters[id][$jsonSupersetOf]=1', 'filters'],
    ['filters[absence]=maybe', 'filters'],
    ['filters[createdAt]=nope', 'filters'],
    ['filters[id]=', 'filters'],
    ['filters[id]', 'filters'],
    ['fields=', 'fields'],
    ['fields=constructor', 'fields'],
    ['sort=id:up', 'sort'],
    ['filters[$or][a]=1', 'filters'],
    ['filters[$and]=x', 'filters'],
    // F-10
    ['sort=id&sort=scientificName', 'sort'],
    ['fields[]=id&fields=scientificName', 'fields'],
    ['filters[id]=1&filters[id]=2', 'filters'],
    ['pagination[page]=1&pagination[page]=2', 'pagination[page]'],
    ['__proto__[x]=1', '__proto__'],
    ['constructor[prototype][x]=1', 'constructor'],
    ['filters[__proto__][x]=1', 'filters'],
    ['filters[toString]=1', 'filters'],
    // F-11
    ['filters[scientificName]=%00', 'filters'],
    ['filters[scientificName]=%ed%a0%80', 'filters'],
    ['filters[scientificName]=%c0%af', 'filters'],
    // F-12
    ['status=draft', 'status'],
    ['locale=*', 'locale'],
  ])('refuses %s and names the parameter', async (query, parameter) => {
    const address = `/api/occurrences?${query}`;
    expect(await faultsOf(address)).toEqual([400, 'invalid-query', parameter]);
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  it('refuses an address that is no UTF-8 or longer than 8 kB', async () => {
    expect((await ask('/api/occurrences/%ff')).status).toBe(400);
    expect((await ask(`/api/occurrences?_q=${'a'.repeat(9000)}`)).status).toBe(414);
  });

  it('answers what is asked in the grammar of Strapi', async () => {
    expect(await namesOf('filters[scientificName][$startsWith]=Gad')).toEqual(['Gadus morhua']);
    expect(
      await namesOf('filters[$or][0][scientificName]=Mola mola&filters[$or][1][id]=0'),
    ).toEqual(['Mola mola']);
    expect(await namesOf('sort=scientificName:desc&fields=scientificName')).toEqual([
      'Mola mola',
      'Gadus morhua',
      '100% certain',
    ]);
    expect(await namesOf('pagination[page]=2&pagination[pageSize]=1&sort=scientificName')).toEqual([
      'Gadus morhua',
    ]);
  });

  it('finds words in public texts, and takes signs for what they are', async () => {
    expect(await namesOf('_q=gadus')).toEqual(['Gadus morhua']);
    expect(await namesOf('_q=tellingtale')).toEqual([]);
    expect(await namesOf('_q=%25')).toEqual(['100% certain']);
    expect(await namesOf('_q=mola&filters[scientificName]=Gadus morhua')).toEqual([]);
    expect(await namesOf('filters[scientificName][$contains]=%25')).toEqual(['100% certain']);
    expect(await namesOf('filters[scientificName][$eqi]=%25')).toEqual([]);
    expect(await namesOf('_q=')).toHaveLength(3);
  });
});

describe('a single entry', () => {
  it.each(['filters[id]=5', 'sort=id', 'pagination[page]=1', '_q=a', 'status=draft', 'locale=*'])(
    'refuses what it would have to ignore: %s',
    async (query) => {
      const [status, code] = await faultsOf(`/api/occurrences/${VISIBLE}?${query}`);
      expect([status, code]).toEqual([400, 'invalid-query']);
    },
  );

  it('takes fields', async () => {
    const answer = await ask(`/api/occurrences/${VISIBLE}?fields=scientificName`);
    const { data } = (await answer.json()) as { data: object };
    expect(Object.keys(data).sort()).toEqual(['documentId', 'id', 'scientificName']);
  });
});

it('describes in the OpenAPI document what it takes, and no more', async () => {
  const answer = await ask('/api/openapi.json');
  interface Operation {
    parameters?: { name: string; in: string }[];
  }
  const { paths } = (await answer.json()) as { paths: Record<string, { get?: Operation }> };
  const parametersOf = (path: string) => {
    const inQuery = (paths[path]?.get?.parameters ?? []).filter((one) => one.in === 'query');
    return [...new Set(inQuery.map(({ name }) => name.replace(/\[.*/, '')))];
  };
  expect(parametersOf('/occurrences').sort()).toEqual([
    '_q',
    'duplicates',
    'fields',
    'filters',
    'pagination',
    'populate',
    'sort',
  ]);
  expect(parametersOf('/occurrences/{id}').sort()).toEqual(['fields', 'populate']);
});

describe('what is private', () => {
  interface Route {
    path: string;
    method: string;
    config?: { middlewares?: { name: string; config: { uid: string; action: string } }[] };
  }
  interface Schema {
    attributes: Record<string, { type: string; private?: boolean }>;
  }

  /** Every generated route of the API that reads, found as Strapi mounted them. */
  function readingRoutes(): { address: string; uid: string }[] {
    const routers = Object.values(app.strapi.apis).flatMap(
      ({ routes }) => Object.values(routes) as { routes?: Route[] }[],
    );
    return routers
      .flatMap(({ routes = [] }) => routes)
      .filter(({ method }) => method === 'GET')
      .flatMap(({ path, config }) => {
        const rule = config?.middlewares?.find(({ name }) => name === 'global::rest-query');
        const address = `/api${path}`.replace(':id', VISIBLE);
        return rule ? [{ address, uid: rule.config.uid }] : [];
      });
  }

  const PROBES = [
    (name: string) => `filters[${name}][$startsWith]=t`,
    (name: string) => `filters[${name}][$null]=true`,
    (name: string) => `filters[${name}]=tellingtale`,
    (name: string) => `filters[${name}][]=tellingtale`,
    (name: string) => `filters[$or][0][${name}][$contains]=t`,
    (name: string) => `filters[$and][0][$not][${name}]=x`,
    (name: string) => `filters[t0.${name}][$startsWith]=t`,
    (name: string) => `filters[t1.${name}]=tellingtale`,
    (name: string) => `filters[createdBy][${name}][$startsWith]=t`,
    (name: string) => `filters[__proto__][${name}]=t`,
    (name: string) => `where[${name}][$startsWith]=t`,
    (name: string) => `lookup[${name}]=tellingtale`,
    (name: string) => `sort=${name}`,
    (name: string) => `sort=${name}:desc`,
    (name: string) => `sort[${name}]=desc`,
    (name: string) => `sort[0][${name}]=desc`,
    (name: string) => `sort=t0.${name}:desc`,
    (name: string) => `fields=${name}`,
    (name: string) => `fields[0]=id&fields[1]=${name}`,
    (name: string) => `populate=${name}`,
    (name: string) => `populate[${name}]=true`,
    (name: string) => `populate[${name}][filters][id][$gt]=0`,
    (name: string) => `populate[0]=${name}`,
  ];

  it('moves no row of any answer, whatever is asked about it (oracle sweep)', async () => {
    const routes = readingRoutes();
    // Who may read most; what is hidden from them is hidden from all.
    const headers = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
    expect(routes.length).toBeGreaterThanOrEqual(6);
    const answers: string[] = [];
    for (const { address, uid } of routes) {
      const { attributes } = app.strapi.contentType(uid as never) as unknown as Schema;
      const hidden = Object.entries(attributes)
        .filter(([, attribute]) => attribute.private)
        .map(([name]) => name);
      const names = [...new Set([...hidden, 'createdBy', 'updatedBy', 'resetPasswordToken'])];
      const plain = await (await ask(address, headers)).text();
      for (const query of names.flatMap((name) => PROBES.map((probe) => probe(name)))) {
        const answer = await ask(`${address}?${query}`, headers);
        const isSilent = answer.status === 400 || (await answer.text()) === plain;
        if (!isSilent) answers.push(`${answer.status} ${address}?${query}`);
      }
    }
    expect(answers).toEqual([]);
  });

  it('is found by no search', async () => {
    const nothing = await namesOf('_q=thereisnosuchthing');
    for (const value of ['tellingtale', 'tell', 'another', 'third', 'note']) {
      expect(await namesOf(`_q=${value}`)).toEqual(nothing);
    }
  });
});
