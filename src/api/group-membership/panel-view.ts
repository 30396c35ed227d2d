import { panelView } from '../../lib/panel-view';

export const groupMembershipView = panelView({
  mainField: 'label',
  sortBy: 'label',
  fields: {
    label: ['Membership', 'Made from the person and the group.'],
    group: ['Group'],
    user: ['Person', 'A person is in a group once.'],
  },
  readOnly: ['label'],
  list: ['label', 'group', 'user', 'createdAt'],
  form: [
    [
      ['group', 6],
      ['user', 6],
    ],
    [['label', 6]],
  ],
});
