import { createLauncherFolder, freePort, until, type LauncherProcess } from './launcher-process';

/** Both servers sign and read the same tokens. */
const SHARED = [
  'APP_KEYS',
  'ADMIN_JWT_SECRET',
  'API_TOKEN_SALT',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'JWT_SECRET',
  'DATABASE_URL',
];
/** Names the issuer of tokens, which are good for both. */
export const SHARED_PUBLIC_URL = 'http://localhost:1337';
const READY_MS = 90_000;

/** Another server on the database of this test run, as a process of its own that can be killed. */
export function createSecondServer(settings: Readonly<Record<string, string>> = {}) {
  const folder = createLauncherFolder();
  let server: LauncherProcess | undefined;
  let url = '';

  async function start(): Promise<void> {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const shared = Object.fromEntries(SHARED.map((name) => [name, process.env[name] ?? '']));
    const started = folder.run('start', {
      ...shared,
      PORT: String(port),
      PUBLIC_URL: SHARED_PUBLIC_URL,
      THROTTLE_ENABLED: 'false',
      LOG_LEVEL: 'warn',
      JOBS_ENABLED: 'false',
      ...settings,
    });
    server = started;
    const isReady = () =>
      fetch(`${url}/api/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      );
    await until('the second server is ready', isReady, READY_MS).catch((error: unknown) => {
      throw new Error(`It is not: ${started.output()}`, { cause: error });
    });
  }

  return {
    start,
    /** Changes with every start. */
    url: () => url,
    async kill(): Promise<void> {
      server?.kill('SIGKILL');
      await server?.ended;
    },
    remove: () => folder.remove(),
  };
}
