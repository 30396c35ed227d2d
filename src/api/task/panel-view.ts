import { panelView } from '../../lib/panel-view';

export const taskView = panelView({
  mainField: 'title',
  sortBy: 'dueDate',
  fields: {
    title: ['Title'],
    description: ['Description'],
    group: ['Group', 'Left empty, the group of the milestone.'],
    dueDate: ['Due'],
    priority: ['Priority'],
    order: ['Order', 'Lower numbers come first.'],
    assignee: ['Assigned to', 'Somebody of the group.'],
    milestone: ['Milestone', 'Of the same group; a task can also stand by itself.'],
    completedAt: ['Completed', 'Empty while the task is open.'],
    completedBy: ['Completed by'],
  },
  list: ['title', 'group', 'milestone', 'dueDate', 'assignee', 'completedAt'],
  form: [
    [
      ['title', 8],
      ['priority', 4],
    ],
    [
      ['group', 6],
      ['milestone', 6],
    ],
    [
      ['assignee', 6],
      ['dueDate', 4],
    ],
    [['description', 12]],
    [
      ['order', 4],
      ['completedAt', 6],
    ],
    [['completedBy', 6]],
  ],
});
