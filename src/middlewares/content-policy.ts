import { createContentPolicy } from '../lib/http/content-policy';

/** `global::content-policy`: answers of the API may load and run nothing. */
export default () => createContentPolicy();
