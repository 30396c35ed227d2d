import { createForeignOrigins } from '../lib/http/foreign-origins';

/** `global::foreign-origins`: what `strapi::cors` leaves to others to answer. */
export default () => createForeignOrigins();
