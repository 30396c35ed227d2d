import type { Core } from '@strapi/strapi';
import { announcementView } from './announcement/panel-view';
import { eventView } from './event/panel-view';
import { eventRegistrationView } from './event-registration/panel-view';
import { groupView } from './group/panel-view';
import { groupMembershipView } from './group-membership/panel-view';
import { milestoneView } from './milestone/panel-view';
import { occurrenceView } from './occurrence/panel-view';
import { resourceView } from './resource/panel-view';
import { taskView } from './task/panel-view';

const VIEWS = {
  'api::occurrence.occurrence': occurrenceView,
  'api::group.group': groupView,
  'api::group-membership.group-membership': groupMembershipView,
  'api::milestone.milestone': milestoneView,
  'api::task.task': taskView,
  'api::event.event': eventView,
  'api::event-registration.event-registration': eventRegistrationView,
  'api::resource.resource': resourceView,
  'api::announcement.announcement': announcementView,
} as const;

/** Gives the content manager our labels, help texts and layouts. Call it in `register`. */
export function registerPanelViews(strapi: Core.Strapi): void {
  for (const [uid, view] of Object.entries(VIEWS)) {
    Object.assign(strapi.contentType(uid as never), { config: view });
  }
}
