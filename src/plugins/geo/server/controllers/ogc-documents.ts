import { parseInput } from '../../../../lib/parse-input';
import { documentParams, MEDIA_TYPES } from '../../contract/ogc';
import {
  collectionDocument,
  collectionsDocument,
  conformanceDeclaration,
  landingPage,
  queryablesDocument,
} from '../domain/ogc/documents';
import { apiDefinition } from '../domain/ogc/openapi';
import type { GeoLayer } from '../domain/layer';
import { unknownCollection } from '../errors';
import type { CollectionsService } from '../services/collections';
import type { GeoContext } from './geo-context';

interface Dependencies {
  collections: Pick<CollectionsService, 'find' | 'all'>;
  /** The public address of the landing page. */
  root: string;
}

/** What OGC API Features says about itself: nothing of it reads a row. */
export const createOgcDocumentsController = ({ collections, root }: Dependencies) => {
  function send(ctx: GeoContext, type: string, document: unknown): void {
    parseInput(documentParams, ctx.query);
    ctx.set('Content-Type', type);
    ctx.body = JSON.stringify(document);
  }

  function layerOf({ params }: GeoContext): GeoLayer {
    const layer = collections.find(params['collection'] ?? '');
    if (!layer) throw unknownCollection();
    return layer;
  }

  return {
    landing: (ctx: GeoContext) => send(ctx, MEDIA_TYPES.json, landingPage(root)),

    conformance: (ctx: GeoContext) => send(ctx, MEDIA_TYPES.json, conformanceDeclaration()),

    api: (ctx: GeoContext) =>
      send(ctx, MEDIA_TYPES.openapi, apiDefinition(collections.all(), root)),

    collections: (ctx: GeoContext) =>
      send(ctx, MEDIA_TYPES.json, collectionsDocument(collections.all(), root)),

    collection: (ctx: GeoContext) =>
      send(ctx, MEDIA_TYPES.json, collectionDocument(layerOf(ctx), root)),

    queryables: (ctx: GeoContext) =>
      send(ctx, MEDIA_TYPES.schema, queryablesDocument(layerOf(ctx), root)),
  };
};
