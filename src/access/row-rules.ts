import type { Principal } from '../plugins/accounts/contract/principal';
import type { RowRule } from '../lib/row-rule';
import { readableContent } from './content';
import { readableGroups, readableWork } from './groups';
import { readableOccurrences } from './occurrences';

/** Who may see which rows of a type. No conditions: everybody all rows. */
export type Readable = (principal: Principal) => RowRule;

const everyRow: Readable = () => [];

/**
 * One rule for each content type that the REST API shows. Generated REST reads through them, whatever
 * is found, counted or brought along; custom routes and exports ask the same functions. Of a type
 * that is missing here nobody sees anything.
 */
export const ROW_RULES: Readonly<Record<string, Readable>> = {
  'api::occurrence.occurrence': readableOccurrences,
  'api::taxon.taxon': everyRow,
  'api::dataset.dataset': everyRow,
  'api::group.group': readableGroups,
  'api::milestone.milestone': readableWork('milestones'),
  'api::task.task': readableWork('tasks'),
  'api::event.event': readableContent('events'),
  'api::resource.resource': readableContent('resources'),
  'api::announcement.announcement': readableContent('announcements'),
};

/** Whether somebody may read drafts of what is published: those who write it. */
export const mayReadDrafts = (principal: Principal): boolean =>
  principal.kind === 'user' && principal.role === 'admin';
