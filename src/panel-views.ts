import type { Core } from '@strapi/strapi';
import { announcementView } from './api/announcement/panel-view';
import { eventView } from './api/event/panel-view';
import { eventRegistrationView } from './api/event-registration/panel-view';
import { groupView } from './api/group/panel-view';
import { groupMembershipView } from './api/group-membership/panel-view';
import { milestoneView } from './api/milestone/panel-view';
import { resourceView } from './api/resource/panel-view';
import { taskView } from './api/task/panel-view';

const VIEWS = {
  'api::group.group': groupView,
  'api::group-membership.group-membership': groupMembershipView,
  'api::milestone.milestone': milestoneView,
  'api::task.task': taskView,
  'api::event.event': eventView,
  'api::event-registration.event-registration': eventRegistrationView,
  'api::resource.resource': resourceView,
  'api::announcement.announcement': announcementView,
} as const;

/** The part of a content type that the content manager reads its first configuration from. */
interface Configured {
  config: object;
}

/** Gives the content manager our labels, help texts and layouts. Call it in `register`. */
export function registerPanelViews(strapi: Core.Strapi): void {
  for (const [uid, view] of Object.entries(VIEWS)) {
    // Strapi types its content types by generated types, which say nothing of this part.
    Object.assign((strapi.contentType(uid as never) as unknown as Configured).config, view);
  }
}
