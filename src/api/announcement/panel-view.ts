import { panelView } from '../../lib/panel-view';

export const announcementView = panelView({
  mainField: 'title',
  sortBy: 'publishAt',
  sortOrder: 'DESC',
  fields: {
    title: ['Title'],
    summary: ['Summary', 'One or two sentences for lists and notifications.'],
    content: ['Text'],
    publishAt: [
      'Publish at',
      'A draft is published by itself at this time. Left empty, you publish it.',
    ],
    expireAt: ['Expires', 'From then on nobody sees it any more.'],
    audience: ['For whom', 'Nobody else sees the announcement.'],
  },
  list: ['title', 'publishAt', 'expireAt', 'updatedAt'],
  form: [
    [['title', 12]],
    [['audience', 12]],
    [
      ['publishAt', 6],
      ['expireAt', 6],
    ],
    [['summary', 12]],
    [['content', 12]],
  ],
});
