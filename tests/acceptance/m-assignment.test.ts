import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { outcomeOf, pointersOf, useApp } from './rig';
import { runCases } from './run-cases';

const rig = useApp();

const INVALID = [422, 'validation-failed'];
const PASSWORD = 'tide pools at dawn';

async function signedIn(role = 'student') {
  const person = await makePerson(rig.app, { role });
  return { person, headers: asProgram(await signIn(rig.app, person)) };
}

/** Everything of an account, to see that nothing of it has changed. */
async function rowsOf({ userId }: TestPerson): Promise<unknown> {
  const { db } = rig.app;
  return {
    user: await db('up_users').where({ id: userId }).first<object>(),
    roles: await db('up_users_role_lnk').where({ user_id: userId }).select<object[]>(),
    profiles: await db('profiles_user_lnk').where({ user_id: userId }).select<object[]>(),
  };
}

async function expectRefusal(body: object, pointer: string): Promise<void> {
  const { person, headers } = await signedIn();
  const before = await rowsOf(person);
  const answer = await rig.ask('PATCH /api/users/me', { headers, body });
  expect([pointer, ...outcomeOf(answer)]).toEqual([pointer, ...INVALID]);
  expect(pointersOf(answer)).toEqual([pointer]);
  expect(await rowsOf(person)).toEqual(before);
}

const STAFF_FIELDS = {
  role: 'admin',
  confirmed: true,
  blocked: false,
  provider: 'local',
  groups: [1],
  id: 1,
  documentId: 'x',
  createdBy: 1,
  status: 'active',
  accountStatus: 'active',
  track: 'research',
};

runCases('fields that are not the sender’s to write', [
  {
    id: 'M-01',
    title: 'a registration with one of them makes nobody',
    run: async () => {
      for (const [field, value] of Object.entries(STAFF_FIELDS)) {
        const email = `${field.toLowerCase()}@example.org`;
        const answer = await rig.post('register', { email, password: PASSWORD, [field]: value });
        expect([field, ...outcomeOf(answer)]).toEqual([field, ...INVALID]);
        expect(pointersOf(answer)).toEqual([`/${field}`]);
        expect(await rig.app.db('up_users').where({ email })).toEqual([]);
      }
    },
  },
  {
    id: 'M-01',
    title: 'a change of the own account with one of them changes nothing',
    run: async () => {
      for (const [field, value] of Object.entries(STAFF_FIELDS)) {
        await expectRefusal({ [field]: value }, `/${field}`);
        await expectRefusal({ profile: { [field]: value } }, `/profile/${field}`);
      }
    },
  },
  {
    id: 'M-02',
    title: 'a role is not connected or set',
    run: async () => {
      await expectRefusal({ role: { connect: [1] } }, '/role');
      await expectRefusal({ role: { set: [] } }, '/role');
    },
  },
  {
    id: 'M-03',
    title: 'nothing is made inside a profile',
    run: async () => {
      await expectRefusal({ profile: { user: { email: 'x@example.org' } } }, '/profile/user');
      await expectRefusal({ profile: { group: { name: 'Mine' } } }, '/profile/group');
    },
  },
  {
    id: 'M-04',
    title: 'the user table is at no address',
    run: async () => {
      const { headers } = await signedIn();
      const body = { role: 1 };
      for (const what of [
        'PUT /api/users/1',
        'GET /api/users',
        'GET /api/users/1',
        'POST /api/users',
      ]) {
        const answer = await rig.ask(what, { headers, ...(!what.startsWith('GET') && { body }) });
        expect([what, answer.status]).toEqual([what, 404]);
      }
    },
  },
  {
    id: 'M-05',
    title: 'a mentor makes no content, whatever stands in it',
    run: async () => {
      const { headers } = await signedIn('mentor');
      const data = {
        scientificName: 'Gadus morhua',
        publishedAt: '2020-01-01',
        audience: ['admin'],
      };
      const answer = await rig.ask('POST /api/occurrences', { headers, body: { data } });
      expect(outcomeOf(answer)).toEqual([403, 'forbidden']);
      expect(await rig.app.db('occurrences')).toEqual([]);
    },
  },
  {
    id: 'M-06',
    title: 'no role holds a grant on the routes of users-permissions',
    run: async () => {
      const granted = rig.app.db('up_permissions').where('action', 'like', '%users-permissions%');
      expect(await granted).toEqual([]);
    },
  },
  {
    id: 'M-07',
    title: 'what is required is not emptied by null, and a patch document is no patch',
    run: async () => {
      await expectRefusal({ username: null }, '/username');
      const { headers } = await signedIn();
      const patch = { ...headers, 'content-type': 'application/json-patch+json' };
      const answer = await rig.ask('PATCH /api/users/me', { headers: patch, body: [] });
      expect(outcomeOf(answer)).toEqual([415, 'unsupported-media-type']);
    },
  },
  {
    id: 'M-08',
    title: 'of two changes that read the same version one is made',
    run: async () => {
      const { headers } = await signedIn();
      const read = await rig.ask('GET /api/users/me', { headers });
      const conditional = { ...headers, 'if-match': read.headers.get('etag') ?? '' };
      const change = (firstName: string) =>
        rig.ask('PATCH /api/users/me', { headers: conditional, body: { profile: { firstName } } });
      const answers = await Promise.all([change('Ada'), change('Eve')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    },
  },
]);
