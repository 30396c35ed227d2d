import { clustersParams, gridParams } from '../../contract/readings';
import type { Cluster, ClustersService } from '../services/clusters';
import type { GridCell, GridService } from '../services/grid';
import type { QuestionsService } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { GEOJSON } from './features';
import { askedBy, type GeoContext } from './geo-context';
import type { KeptAnswers } from './kept-answers';
import { writeSquares } from './write-squares';
import { createReply } from './reply';

interface Dependencies {
  questions: QuestionsService;
  grid: GridService;
  clusters: ClustersService;
  versions: VersionsService;
  kept: KeptAnswers;
}

const presentCell = ({ id, ring, count }: GridCell) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Polygon', coordinates: [ring] },
  properties: { count },
});

const presentCluster = ({ id, lon, lat, count, bounds, expansionZoom }: Cluster) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: {
    count,
    bounds: [bounds.west, bounds.south, bounds.east, bounds.north],
    expansionZoom,
  },
});

function sendFeatures(ctx: GeoContext, features: readonly object[]): void {
  ctx.body = { type: 'FeatureCollection', features, numberReturned: features.length };
  ctx.set('Content-Type', GEOJSON);
}

/** Counts by place: grids and clusters. */
export const createCellsController = ({
  questions,
  grid,
  clusters,
  versions,
  kept,
}: Dependencies) => {
  const reply = createReply(versions, kept);

  return {
    async grid(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: gridParams });
      await reply(ctx, { endpoint: 'grid', asked, own }, async () => {
        const found = await grid.find(asked, own);
        if (found.kind === 'shapes') return sendFeatures(ctx, found.cells.map(presentCell));
        ctx.set('Content-Type', GEOJSON);
        ctx.body = writeSquares(found);
      });
    },

    async clusters(ctx: GeoContext): Promise<void> {
      const { asked, own } = await questions.ask({ ...askedBy(ctx), own: clustersParams });
      await reply(ctx, { endpoint: 'clusters', asked, own }, async () => {
        sendFeatures(ctx, (await clusters.find(asked, own)).map(presentCluster));
      });
    },
  };
};

export type CellsController = ReturnType<typeof createCellsController>;
