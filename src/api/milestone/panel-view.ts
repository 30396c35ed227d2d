import { panelView } from '../../lib/panel-view';

export const milestoneView = panelView({
  mainField: 'title',
  sortBy: 'dueDate',
  fields: {
    title: ['Title'],
    description: ['Description'],
    group: ['Group', 'The group this belongs to.'],
    dueDate: ['Due'],
    priority: ['Priority'],
    order: ['Order', 'Lower numbers come first.'],
    assignee: ['Assigned to', 'Somebody of the group.'],
    tasks: ['Tasks', 'Each is given its milestone in its own form.'],
  },
  readOnly: ['tasks'],
  list: ['title', 'group', 'dueDate', 'priority', 'assignee', 'tasks'],
  form: [
    [
      ['title', 8],
      ['priority', 4],
    ],
    [
      ['group', 6],
      ['assignee', 6],
    ],
    [
      ['dueDate', 4],
      ['order', 4],
    ],
    [['description', 12]],
    [['tasks', 6]],
  ],
});
