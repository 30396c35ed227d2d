import { panelView } from '../../lib/panel-view';

export const eventRegistrationView = panelView({
  mainField: 'label',
  sortBy: 'createdAt',
  sortOrder: 'DESC',
  fields: {
    label: ['Registration', 'Made from the person and the event.'],
    event: ['Event'],
    user: ['Person', 'A person registers once for an event.'],
    registrationStatus: ['Status', 'Registered, or waiting for a place.'],
    promotedAt: ['Moved up', 'When a place became free for somebody who waited.'],
  },
  readOnly: ['label', 'promotedAt'],
  list: ['label', 'event', 'user', 'registrationStatus', 'createdAt'],
  form: [
    [
      ['event', 6],
      ['user', 6],
    ],
    [
      ['registrationStatus', 6],
      ['promotedAt', 6],
    ],
    [['label', 6]],
  ],
});
