import { startApp, type TestApp } from './app';
import { createAsk, type Answer } from './ask';
import { asProgram, makePerson, signIn, type TestPerson } from './people';

export interface Actor extends TestPerson {
  ask(what: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
}

export interface Shown extends Record<string, unknown> {
  documentId: string;
}

export interface GroupsRig {
  app: TestApp;
  /** Somebody with this role who is signed in. */
  actor(role?: string): Promise<Actor>;
  /** An administrator, the same for all. */
  admin: Actor;
  /** A group with its code, made by the administrator. */
  group(data?: object): Promise<Shown & { code: string }>;
  milestone(data: object): Promise<Shown>;
  task(data: object): Promise<Shown>;
  join(group: { documentId: string }, ...people: TestPerson[]): Promise<void>;
  /** Statements that `work` made on tables of the programme. */
  statementsOf(work: () => Promise<unknown>): Promise<string[]>;
}

export const outcomeOf = ({ status, code }: Answer) => [status, code];

interface Fault {
  pointer: string;
  code: string;
}
export const pointersOf = ({ text }: Answer): string[] =>
  (JSON.parse(text) as { errors: Fault[] }).errors.map(({ pointer }) => pointer);
export const listOf = ({ text }: Answer): Shown[] => (JSON.parse(text) as { data: Shown[] }).data;
export const totalOf = ({ text }: Answer): number =>
  (JSON.parse(text) as { meta: { pagination: { total: number } } }).meta.pagination.total;

/** One app for all tests of a file, with people and groups. Call it at the top of the file. */
export function useGroups(): GroupsRig {
  process.env.THROTTLE_ENABLED = 'false';
  const rig = {} as GroupsRig; // filled before the first test runs
  const ask = createAsk(() => rig.app);

  async function make(path: string, data: object): Promise<Shown> {
    const answer = await rig.admin.ask(`POST /api/${path}`, { data });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return answer.data as Shown;
  }

  beforeAll(async () => {
    rig.app = await startApp();
    rig.actor = async (role = 'student') => {
      const person = await makePerson(rig.app, { role });
      const signedIn = asProgram(await signIn(rig.app, person));
      return {
        ...person,
        ask: (what, body, headers) => ask(what, { headers: { ...signedIn, ...headers }, body }),
      };
    };
    rig.admin = await rig.actor('admin');
    rig.group = (data = {}) =>
      make('groups', { name: 'Otters', ...data }) as Promise<Shown & { code: string }>;
    rig.milestone = (data) => make('milestones', { title: 'First dive', ...data });
    rig.task = (data) => make('tasks', { title: 'Wash the masks', ...data });
    rig.join = async ({ documentId }, ...people) => {
      for (const { documentId: userId } of people) {
        await rig.admin.ask(`POST /api/groups/${documentId}/members`, { userId });
      }
    };
    rig.statementsOf = async (work) => {
      const seen: string[] = [];
      const note = ({ sql }: { sql: string }) => seen.push(sql);
      rig.app.db.on('query', note);
      await work();
      rig.app.db.removeListener('query', note);
      return seen.filter((sql) => /groups|milestones|tasks|people/.test(sql));
    };
  });
  afterAll(() => rig.app.stop());
  return rig;
}
