import { useGroups } from '../support/groups-rig';
import { signInToPanel } from '../support/panel';

const rig = useGroups();

interface Field {
  edit: { label: string; description?: string; editable?: boolean; mainField?: string };
}
interface Configuration {
  data: {
    contentType: {
      settings: { mainField: string };
      metadatas: Record<string, Field>;
      layouts: { list: string[]; edit: { name: string }[][] };
    };
  };
}

const layoutOf = async (kind: string) => {
  const panel = await signInToPanel(rig.app);
  const path = `/content-manager/content-types/api::${kind}.${kind}/configuration`;
  const { data } = (await (await panel.ask(path)).json()) as Configuration;
  const { settings, metadatas, layouts } = data.contentType;
  return {
    main: settings.mainField,
    list: layouts.list,
    form: layouts.edit.flat().map(({ name }) => name),
    metadatas,
  };
};

it.each([
  ['group', 'code', ['code', 'name', 'track', 'mentor', 'memberships']],
  ['group-membership', 'label', ['label', 'group', 'user', 'createdAt']],
  ['milestone', 'title', ['title', 'group', 'dueDate', 'priority', 'assignee', 'tasks']],
  ['task', 'title', ['title', 'group', 'milestone', 'dueDate', 'assignee', 'completedAt']],
])('lists each %s by its %s, with what an editor looks for', async (kind, main, list) => {
  expect(await layoutOf(kind)).toMatchObject({ main, list });
});

it('shows relations by name, and only shows what is changed elsewhere', async () => {
  const { metadatas, form } = await layoutOf('group');
  expect(form).toEqual([
    'code',
    'name',
    'track',
    'mentor',
    'description',
    'memberships',
    'milestones',
    'tasks',
  ]);
  expect(metadatas['mentor']?.edit).toMatchObject({ mainField: 'username', editable: true });
  expect(metadatas['memberships']?.edit).toMatchObject({ mainField: 'label', editable: false });
  expect(metadatas['code']?.edit.description).toMatch(/next BTF number/);
  expect((await layoutOf('group-membership')).form).toEqual(['group', 'user', 'label']);
  expect((await layoutOf('task')).metadatas['group']?.edit).toMatchObject({ mainField: 'code' });
});
