import { beginDownload } from '../../../../lib/http/begin-download';
import { actingPersonOf } from '../../../accounts/contract/acting-person';
import type { Principal } from '../../../accounts/contract/principal';
import { csvParams, type ExportFormat } from '../../contract/exports';
import { unknownFile } from '../errors';
import type { ExportsService } from '../services/exports';
import type { QuestionsService } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { fileHeadersUnlessKnown } from './conditional';
import { askedBy, type GeoContext } from './geo-context';

interface Dependencies {
  questions: QuestionsService;
  exports: ExportsService;
  versions: VersionsService;
  /** What a client is counted by, from its address. */
  clientKey: (address: string) => string;
  /** The public address of the collections. */
  baseUrl: string;
  now: () => Date;
  log: { warn(message: string, fields: object): void };
}

const TYPES: Record<ExportFormat, string> = {
  geojson: 'application/geo+json',
  csv: 'text/csv; charset=utf-8; header=present',
  gpx: 'application/gpx+xml',
  'dwca.zip': 'application/zip',
};

/**
 * `GET /api/geo/{collection}/export.{format}`: everything that answers the question, as a file; 304
 * while the collection is as the client knows it.
 */
export const createExportsController = (dependencies: Dependencies) => {
  const { questions, exports, versions, clientKey, baseUrl, now, log } = dependencies;

  const holderOf = (principal: Principal, address: string): string => {
    switch (principal.kind) {
      case 'user':
        return `account:${principal.userId}`;
      case 'panel':
        return `panel:${principal.accountId}`;
      case 'anonymous':
        return `client:${clientKey(address)}`;
    }
  };

  const exporter = (format: ExportFormat) =>
    async function run(ctx: GeoContext): Promise<void> {
      const request = askedBy(ctx);
      const own = format === 'csv' ? csvParams : {};
      const { asked, own: chosen } = await questions.ask({ ...request, own });
      const { layer } = asked;
      if (format === 'dwca.zip' && !layer.archive) throw unknownFile();
      const moment = now();
      const day = moment.toISOString().slice(0, 10);
      // The file says on which day it was made.
      const scope = `export.${format} ${asked.scope} ${JSON.stringify(chosen)} ${day}`;
      const version = await versions.versionOf(layer);
      const headers = fileHeadersUnlessKnown(ctx, { version, scope });
      if (!headers) return;
      const begin = () => {
        const type = TYPES[format];
        const file = beginDownload(ctx, { name: layer.name, ending: format, type }, moment);
        ctx.set(headers);
        return file;
      };
      if (ctx.method === 'HEAD') {
        begin().end();
        return;
      }
      const { principal } = request;
      const order = {
        asked,
        format,
        principal,
        person: actingPersonOf(ctx),
        holder: holderOf(principal, ctx.ip),
        hasMark: 'bom' in chosen && chosen.bom === 'true',
        url: `${baseUrl}/${layer.name}/export.${format}${ctx.search}`,
        day,
      };
      const { rows, failure } = await exports.run(order, begin);
      if (failure === null) return;
      // Too late for a status; the connection was cut, so that half a file does not look whole.
      ctx.res.destroy();
      const reason = failure instanceof Error ? failure.message : 'unknown';
      log.warn('An export was cut off', { collection: layer.name, format, rows, reason });
    };

  return {
    geojson: exporter('geojson'),
    csv: exporter('csv'),
    gpx: exporter('gpx'),
    archive: exporter('dwca.zip'),
  };
};
