import { loadEnv } from '../src/env';
import { createLogFormat } from '../src/lib/log-format';

const env = loadEnv();

export default { level: env.LOG_LEVEL, format: createLogFormat(env.LOG_FORMAT) };
