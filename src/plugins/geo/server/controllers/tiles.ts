import { promisify } from 'node:util';
import { gzip, type ZlibOptions } from 'node:zlib';
import { parseInput } from '../../../../lib/parse-input';
import { tileAddress } from '../../contract/readings';
import type { Asked, QuestionsService } from '../services/questions';
import type { TilesService } from '../services/tiles';
import type { VersionsService } from '../services/versions';
import { askedBy, type GeoContext } from './geo-context';
import type { KeptAnswers } from './kept-answers';
import { createReply } from './reply';

interface Dependencies {
  questions: QuestionsService;
  tiles: TilesService;
  versions: VersionsService;
  kept: KeptAnswers;
  /** The public address of the route, without the collection. */
  baseUrl: string;
}

const NOTHING = {};
const MVT = 'application/vnd.mapbox-vector-tile';
const pack = promisify<Buffer, ZlibOptions, Buffer>(gzip);
/** Less than this is not worth packing. */
const PACK_FROM_BYTES = 512;
/** A tile of cells is packed as small as by the usual level 6, in a quarter of the time. */
const PACKING = { level: 4 };

/** Tiles of the world change with every write anywhere; those of a bay are asked for when looked at. */
const WORLD_ZOOM = 6;
const WORLD_MAX_AGE_SECONDS = 1;

/** Deeper than this, clients stretch these tiles: their unit is 15 centimetres. */
const DEEPEST_ZOOM = 16;
/** Where web mercator ends. */
const MAP_BOUNDS = [-180, -85.051129, 180, 85.051129];

/** What a value of an attribute is in a tile, as TileJSON names it. */
const typeOf = (type: string): string => {
  if (['integer', 'float', 'decimal'].includes(type)) return 'Number';
  return type === 'boolean' ? 'Boolean' : 'String';
};

function addressOf({ params }: GeoContext) {
  // A path as text, which the router types as any.
  const y: string = params['y'] ?? '';
  return parseInput(tileAddress, { z: params['z'], x: params['x'], y: y.replace(/\.mvt$/, '') });
}

async function sendTile(ctx: GeoContext, tile: Buffer): Promise<void> {
  if (tile.length === 0) {
    ctx.status = 204;
    return;
  }
  ctx.vary('Accept-Encoding');
  const isPacked = tile.length >= PACK_FROM_BYTES && ctx.acceptsEncodings('gzip') === 'gzip';
  ctx.body = isPacked ? await pack(tile, PACKING) : tile;
  if (isPacked) ctx.set('Content-Encoding', 'gzip');
  ctx.set('Content-Type', MVT);
}

/** Vector tiles and what describes them. */
export const createTilesController = ({
  questions,
  tiles,
  versions,
  kept,
  baseUrl,
}: Dependencies) => {
  const reply = createReply(versions, kept);

  function describe({ layer, parameters }: Asked) {
    const query = new URLSearchParams(parameters).toString();
    const fields: Record<string, string> = { count: 'Number' };
    for (const { name, type } of layer.properties) fields[name] = typeOf(type);
    return {
      tilejson: '3.0.0',
      name: layer.title,
      description: layer.description,
      scheme: 'xyz',
      tiles: [`${baseUrl}/${layer.name}/tiles/{z}/{x}/{y}.mvt${query && `?${query}`}`],
      minzoom: 0,
      maxzoom: DEEPEST_ZOOM,
      bounds: MAP_BOUNDS,
      vector_layers: [{ id: layer.name, fields }],
    };
  }

  return {
    async find(ctx: GeoContext): Promise<void> {
      const address = addressOf(ctx);
      const { asked } = await questions.ask({ ...askedBy(ctx), own: NOTHING });
      const maxAgeSeconds = address.z <= WORLD_ZOOM ? WORLD_MAX_AGE_SECONDS : 0;
      await reply(ctx, { endpoint: 'tile', asked, own: address, maxAgeSeconds }, async () => {
        await sendTile(ctx, await tiles.find(asked, address));
      });
    },

    async describe(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: NOTHING });
      await reply(ctx, { endpoint: 'tiles.json', asked, own }, () => {
        ctx.body = describe(asked);
        return Promise.resolve();
      });
    },
  };
};

export type TilesController = ReturnType<typeof createTilesController>;
