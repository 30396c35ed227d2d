/** Actions of the panel's roles: to read reports with what they are about, and to decide about them. */
export const READ_REPORTS = 'plugin::realtime.moderation.read';
export const DECIDE_REPORTS = 'plugin::realtime.moderation.decide';
