import type { DocumentRule } from '../lib/document-rules/document-rules';
import { announcementRule } from './announcement/announcement-rules';
import { eventRule } from './event/event-rules';
import { groupRule } from './group/document-rule';
import { membershipRule } from './group-membership/document-rule';
import { milestoneRule } from './milestone/document-rule';
import { resourceRule } from './resource/resource-rules';
import { taskRule } from './task/document-rule';

/** What must hold of entries beyond what each of their attributes must, whoever writes them through Strapi. */
export const DOCUMENT_RULES: readonly DocumentRule[] = [
  groupRule,
  membershipRule,
  milestoneRule,
  taskRule,
  eventRule,
  resourceRule,
  announcementRule,
];
