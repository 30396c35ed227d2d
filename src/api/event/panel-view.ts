import { panelView } from '../../lib/panel-view';

export const eventView = panelView({
  mainField: 'title',
  sortBy: 'startsAt',
  sortOrder: 'DESC',
  fields: {
    title: ['Title'],
    summary: ['Summary', 'One or two sentences for lists.'],
    description: ['Description'],
    startsAt: ['Starts'],
    endsAt: ['Ends', 'Left empty, the event is over once it has started.'],
    isOnline: ['Online', 'Switch on for an event without a place.'],
    onlineUrl: ['Link to join', 'A complete address, such as https://meet.example.org/shoal.'],
    place: ['Place', 'Where people go, as you would write it on a poster.'],
    decimalLatitude: ['Latitude', 'In degrees, north is positive. Shows the event on maps.'],
    decimalLongitude: ['Longitude', 'In degrees, east is positive.'],
    capacity: ['Places', 'Left empty, there is no limit.'],
    hasWaitingList: [
      'Waiting list',
      'When all places are taken, people can wait for one. Who waits longest moves up.',
    ],
    registrationClosesAt: [
      'Registration closes',
      'Left empty, people can register until the event is over.',
    ],
    audience: ['For whom', 'Nobody else sees the event.'],
    cover: ['Cover', 'A picture for lists and for the head of the page.'],
  },
  list: ['title', 'startsAt', 'endsAt', 'place', 'capacity'],
  form: [
    [
      ['title', 8],
      ['isOnline', 4],
    ],
    [
      ['startsAt', 6],
      ['endsAt', 6],
    ],
    [['place', 12]],
    [
      ['decimalLatitude', 6],
      ['decimalLongitude', 6],
    ],
    [['onlineUrl', 12]],
    [['audience', 12]],
    [
      ['capacity', 4],
      ['hasWaitingList', 4],
    ],
    [['registrationClosesAt', 6]],
    [['summary', 12]],
    [['description', 12]],
    [['cover', 6]],
  ],
});
