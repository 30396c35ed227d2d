import { z } from 'zod';
import { AUDIENCES } from '../../access/content';

const ONE_LINE = /^[^\p{Cc}]*$/u;
const WEB_ADDRESS = /^https?:\/\/\S+$/;

const line = (maxLength: number) =>
  z.string().trim().min(1).max(maxLength).regex(ONE_LINE, 'must be text on one line');
/** PostgreSQL holds every character of a text but this one. */
const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((value) => !value.includes('\0'), 'must be text');
const moment = z.iso.datetime({ offset: true });

const attributes = {
  title: line(200),
  summary: text(500).nullable(),
  description: text(20_000).nullable(),
  startsAt: moment,
  endsAt: moment.nullable(),
  isOnline: z.boolean(),
  onlineUrl: z.string().max(2000).regex(WEB_ADDRESS, 'must be a web address').nullable(),
  place: line(200).nullable(),
  decimalLatitude: z.number().min(-90).max(90).nullable(),
  decimalLongitude: z.number().min(-180).max(180).nullable(),
  capacity: z.int().min(1).max(1_000_000).nullable(),
  hasWaitingList: z.boolean(),
  registrationClosesAt: moment.nullable(),
  audience: z
    .array(z.enum(AUDIENCES))
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'must name each audience once'),
};

/** The body of `PUT /api/events/:id`: what is left out stays as it is. */
export const eventChange = z.strictObject({ data: z.strictObject(attributes).partial() });
/** The body of `POST /api/events`. */
export const newEvent = z.strictObject({
  data: z
    .strictObject(attributes)
    .partial()
    .required({ title: true, startsAt: true, audience: true }),
});

/** The body of `PUT /api/events/:id/cover`. */
export const coverBody = z.strictObject({ fileId: z.string().min(1).max(100) });
