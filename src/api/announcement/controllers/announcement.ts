import { factories } from '@strapi/strapi';
import { parseInput } from '../../../lib/parse-input';
import { announcementPatch, announcementsQuery, newAnnouncement } from '../announcement-body';
import type { AnnouncementService } from '../services/announcement';

const UID = 'api::announcement.announcement';

/** Strapi parses the query once for each request and hands out the same object from then on. */
const queryOf = (ctx: { query: object }) => ctx.query as { status?: unknown };
const statusOf = (ctx: { query: object }) =>
  queryOf(ctx).status === 'draft' ? ('draft' as const) : ('published' as const);

export default factories.createCoreController(UID, ({ strapi }) => {
  const generated = factories.createCoreController(UID)({ strapi });
  // Strapi types services by the generated types of one app.
  const announcements = () => strapi.service(UID) as unknown as AnnouncementService;

  return {
    find(ctx, next) {
      parseInput(announcementsQuery, ctx.query);
      return generated.find(ctx, next);
    },

    async create(ctx, next) {
      const { data: input } = parseInput(newAnnouncement, ctx.request.body, 'body');
      const write = { input, status: statusOf(ctx), now: new Date() };
      const { documentId, status } = await announcements().add(write);
      ctx.params = { id: documentId };
      queryOf(ctx).status = status;
      ctx.status = 201;
      return generated.findOne(ctx, next);
    },

    async update(ctx, next) {
      const { data: input } = parseInput(announcementPatch, ctx.request.body, 'body');
      const { id } = ctx.params as { id: string };
      const write = { input, status: statusOf(ctx), now: new Date() };
      const { status } = await announcements().change(id, write);
      queryOf(ctx).status = status;
      return generated.findOne(ctx, next);
    },
  };
});
