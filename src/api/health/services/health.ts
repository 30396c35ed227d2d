import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { readSqlFiles } from '../../../lib/sql/apply-files';
import { createHealthChecks } from '../../../lib/health/checks';

export default ({ strapi }: { strapi: Core.Strapi }) => {
  const folder = path.join(strapi.dirs.app.root, 'database', 'sql');
  let names: Promise<string[]> | undefined;
  const readSqlFileNames = () =>
    (names ??= readSqlFiles(folder).then((files) => files.map(({ name }) => name)));
  return createHealthChecks({ db: strapi.db.connection, readSqlFileNames });
};
