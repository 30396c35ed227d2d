import { prepareEnvironment } from '../launcher/environment';
import { benchSideBySide } from './side-by-side';

const FIRST_PORT = 23_090;

/**
 * `npm run bench -- auth [port]`: `GET /api/users/me`. Makes two databases on the PostgreSQL server of
 * DATABASE_URL.
 */
export async function main([port]: string[]): Promise<number> {
  await prepareEnvironment();
  await benchSideBySide({
    area: 'auth',
    firstPort: Number(port ?? FIRST_PORT),
    paths: [{ path: '/api/users/me', atLeast: 1 }],
  });
  return 0;
}
