import { loadEnv } from '../env';
import { createHome } from '../lib/http/home';

/** `global::home`: the first page a visitor sees. */
export default () =>
  createHome({ target: loadEnv().API_DOCS_ENABLED ? '/api/docs' : '/api/health' });
