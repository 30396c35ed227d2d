import type { Writable } from 'node:stream';
import type { KeyedSlots } from '../../../../lib/keyed-slots';
import { sendPieces } from '../../../../lib/send-pieces';
import type { Principal } from '../../../accounts/contract/principal';
import type { ExportFormat } from '../../contract/exports';
import { creditOf, type Credit } from '../domain/exports/credit';
import type { GeoLayer, LayerProperty } from '../domain/layer';
import { exportForbidden, tooManyExports } from '../errors';
import type { ExportRequest, ExportRowRepository } from '../repositories/export-rows';
import { fileOf } from './export-files';
import type { ExportOrder } from './export-order';

interface Dependencies {
  rows: ExportRowRepository;
  slots: KeyedSlots;
  /** Whether the caller is still who they were; asked again and again while the work goes on. */
  mayStill: (principal: Principal) => Promise<boolean>;
  /** Writes the security event of an export by somebody who is signed in. */
  record: (order: ExportOrder, outcome: ExportOutcome) => Promise<void>;
}

export interface ExportOutcome {
  rows: number;
  /** Null when all rows were sent. */
  failure: unknown;
}

const ROWS_PER_PAGE = 500;
/** Up to this number ids are gathered first, which spares walking the whole table for a few rows. */
const MOST_GATHERED = 20_000;
/** Rows of the table looked at in one statement, whether they answer or not. */
const ROWS_PER_STRETCH = 1_000;

/** Properties beside the public ones that a format needs. */
function moreFor({ properties, time, credits, archive }: GeoLayer, format: ExportFormat) {
  const wanted: LayerProperty[] = credits ? [...credits.by, credits.license] : [];
  if (format === 'dwca.zip' && archive) {
    wanted.push(...archive.columns.map(({ property }) => property));
  }
  if (format === 'gpx' && time) wanted.push(time.start);
  const shown = new Set(properties.map(({ name }) => name));
  const missing = wanted.filter(({ name }) => !shown.has(name));
  return [...new Map(missing.map((property) => [property.name, property])).values()];
}

/** Streams all features that answer a question, as a file. Memory stays what a few pages need. */
export const createExportsService = ({ rows, slots, mayStill, record }: Dependencies) => {
  async function creditsOf(request: ExportRequest): Promise<Credit[]> {
    const { credits } = request.layer;
    if (!credits) return [];
    const counted = await rows.countBySource(request, credits);
    const sources = await credits.describe(counted.map(({ key }) => key));
    return counted.map((one, place) => creditOf(one, sources[place]));
  }

  async function* pagesOf(request: ExportRequest, ids: readonly number[] | null) {
    if (ids) {
      for (let start = 0; start < ids.length; start += ROWS_PER_PAGE) {
        yield await rows.readByIds(request, ids.slice(start, start + ROWS_PER_PAGE));
      }
      return;
    }
    for (let afterId = 0; ; ) {
      const lastId = await rows.endOfStretch(request.layer, afterId, ROWS_PER_STRETCH);
      if (lastId === null) return;
      yield await rows.readStretch(request, afterId, lastId);
      afterId = lastId;
    }
  }

  async function* watched(
    pages: AsyncIterable<string[]>,
    principal: Principal,
    sent: (rows: number) => void,
  ) {
    for await (const page of pages) {
      // Thrown here it cuts the answer off, and half a file does not look whole.
      if (!(await mayStill(principal))) throw exportForbidden();
      yield page;
      sent(page.length);
    }
  }

  return {
    /**
     * Resolves when the file is sent or its sending has failed, which ends `output` abruptly.
     * @param begin gives where to write, once it is certain that there is something to be written.
     * @throws Problem `rate-limited` when no place is free, and whatever the first statements fail with.
     */
    async run(order: ExportOrder, begin: () => Writable): Promise<ExportOutcome> {
      const free = slots.take(order.holder);
      if (!free) throw tooManyExports();
      const outcome: ExportOutcome = { rows: 0, failure: null };
      try {
        const { layer, question, access } = order.asked;
        const request = { layer, question, access, more: moreFor(layer, order.format) };
        const credits = await creditsOf(request);
        const ids = await rows.idsUpTo(request, MOST_GATHERED);
        const pages = watched(pagesOf(request, ids), order.principal, (count) => {
          outcome.rows += count;
        });
        await sendPieces(begin(), fileOf(order, { credits, pages })).catch((error: unknown) => {
          outcome.failure = error;
        });
      } finally {
        free();
      }
      if (order.principal.kind !== 'anonymous') await record(order, outcome);
      return outcome;
    },
  };
};

export type ExportsService = ReturnType<typeof createExportsService>;
