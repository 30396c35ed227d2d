import { createRequestGuard } from '../lib/http/request-guard';

/** `global::request-guard`: refuses bad addresses and kinds of body before anything reads them. */
export default () => createRequestGuard();
