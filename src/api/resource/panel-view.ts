import { panelView } from '../../lib/panel-view';

export const resourceView = panelView({
  mainField: 'title',
  sortBy: 'title',
  fields: {
    title: ['Title'],
    summary: ['Summary', 'One or two sentences for lists.'],
    description: ['Description'],
    resourceType: ['Type'],
    url: [
      'Address',
      'For what lives elsewhere: a complete address, such as https://example.org/guide.',
    ],
    file: ['File', 'For what people download here. Counted, and given only to whom it is for.'],
    audience: ['For whom', 'Nobody else sees the resource, or can download it.'],
    cover: ['Cover', 'A picture for lists.'],
  },
  list: ['title', 'resourceType', 'summary', 'updatedAt'],
  form: [
    [
      ['title', 8],
      ['resourceType', 4],
    ],
    [['url', 12]],
    [
      ['file', 6],
      ['cover', 6],
    ],
    [['audience', 12]],
    [['summary', 12]],
    [['description', 12]],
  ],
});
