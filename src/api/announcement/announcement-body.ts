import { z } from 'zod';
import { AUDIENCES } from '../../access/content';

const moment = z.iso.datetime({ offset: true }).nullable();

const fields = {
  title: z.string().trim().min(1).max(200),
  summary: z.string().max(500).nullable(),
  content: z.string().trim().min(1).max(50_000),
  audience: z.array(z.enum(AUDIENCES)).min(1).max(AUDIENCES.length),
  publishAt: moment,
  expireAt: moment,
};

export const newAnnouncement = z.strictObject({
  data: z.strictObject(fields).partial({ summary: true, publishAt: true, expireAt: true }),
});
export const announcementPatch = z.strictObject({ data: z.strictObject(fields).partial() });
export const announcementsQuery = z.object({ q: z.string().max(200).optional() });

export type AnnouncementPatch = z.infer<typeof announcementPatch>['data'];
