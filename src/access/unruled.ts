import { ROW_RULES } from './row-rules';

/** Content types among these that nobody said who may see: the REST API shows none of their rows. */
export const unruledTypes = (shown: Iterable<string>): string[] =>
  [...new Set(shown)].filter((uid) => uid.startsWith('api::') && !(uid in ROW_RULES));
