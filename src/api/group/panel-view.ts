import { panelView } from '../../lib/panel-view';

export const groupView = panelView({
  mainField: 'code',
  sortBy: 'code',
  fields: {
    code: ['Code', 'Left empty, the group gets the next BTF number.'],
    name: ['Name'],
    track: ['Track', 'The programme track, in the words your programme uses.'],
    description: ['Description', 'What the group works on; its members read this.'],
    mentor: ['Mentor', 'Looks after the group, its milestones and its tasks.'],
    memberships: ['Members', 'Students and supervisors; added under Group memberships.'],
    milestones: ['Milestones', 'Each is given its group in its own form.'],
    tasks: ['Tasks', 'Each is given its group in its own form.'],
  },
  readOnly: ['memberships', 'milestones', 'tasks'],
  list: ['code', 'name', 'track', 'mentor', 'memberships'],
  form: [
    [
      ['code', 4],
      ['name', 8],
    ],
    [
      ['track', 6],
      ['mentor', 6],
    ],
    [['description', 12]],
    [
      ['memberships', 6],
      ['milestones', 6],
    ],
    [['tasks', 6]],
  ],
});
