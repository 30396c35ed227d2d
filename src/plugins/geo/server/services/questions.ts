import { z } from 'zod';
import { parseInput, type Door } from '../../../../lib/parse-input';
import type { Principal } from '../../../accounts/contract/principal';
import { filterParam } from '../../contract/filter-params';
import {
  questionParams,
  type FilterValue,
  type Place,
  type Question,
} from '../../contract/question';
import type { PolygonGeometry } from '../../contract/polygon';
import type { GeoLayer } from '../domain/layer';
import { faultyPolygon, incompleteCircle, unknownCollection } from '../errors';
import type { Access } from '../repositories/feature-sql';
import type { CollectionsService } from './collections';

interface Dependencies {
  collections: Pick<CollectionsService, 'find'>;
  isValidPolygon: (geometry: PolygonGeometry) => Promise<boolean>;
}

/** A question brought together with what it is asked of and by whom. */
export interface Asked {
  layer: GeoLayer;
  question: Question;
  access: Access;
  /** What was asked and what the asker may see, as text: keys cursors and kept answers. */
  scope: string;
  /** The parameters of the question as the caller wrote them, to write links with. */
  parameters: Readonly<Record<string, string>>;
}

interface AskRequest<Own extends z.ZodRawShape> {
  collection: string;
  principal: Principal;
  /** A query as Koa parsed it, or a JSON body. */
  input: unknown;
  door?: Door;
  /** Parameters of the endpoint beside those of the question; they win over those of the same name. */
  own: Own;
}

type Parameters = z.infer<z.ZodObject<typeof questionParams>> & Record<string, unknown>;

/** The endpoint's own parameters are no part of the question, whatever their names. */
function withoutOwn(parsed: Parameters, own: z.ZodRawShape): Parameters {
  const asking: Parameters = {};
  for (const [name, value] of Object.entries(parsed)) if (!(name in own)) asking[name] = value;
  return asking;
}

function questionOf(layer: GeoLayer, parsed: Parameters): Question {
  const { bbox, within, near, radiusMeters, datetime, dated } = parsed;
  const place: Place[] = [];
  if (bbox) place.push({ kind: 'box', bbox });
  if (within) place.push({ kind: 'polygon', geometry: within });
  if (near && radiusMeters !== undefined) place.push({ kind: 'circle', ...near, radiusMeters });
  const filters: Record<string, FilterValue> = {};
  for (const name of Object.keys(layer.filters)) {
    // Parsed by `filterParam` of that filter.
    const value = parsed[name] as FilterValue | undefined;
    if (value !== undefined) filters[name] = value;
  }
  return { place, filters, ...(datetime && { datetime }), ...(dated && { dated }) };
}

/** How links write what was asked: boxes in one spelling, the rest as it came. */
function parametersOf(input: unknown, { place }: Question, own: z.ZodRawShape) {
  const given = Object.entries(input as Record<string, unknown>).filter(
    (entry): entry is [string, string] => !(entry[0] in own) && typeof entry[1] === 'string',
  );
  const box = place.find((one) => one.kind === 'box')?.bbox;
  return {
    ...Object.fromEntries(given),
    ...(box && { bbox: [box.west, box.south, box.east, box.north].join(',') }),
  };
}

/** Turns what a caller sent into a question that every endpoint answers in the same way. */
export const createQuestionsService = ({ collections, isValidPolygon }: Dependencies) => {
  const schemas = new WeakMap<GeoLayer, Map<z.ZodRawShape, z.ZodObject>>();

  /** Making a schema costs more than most answers do. */
  function schemaOf(layer: GeoLayer, own: z.ZodRawShape): z.ZodObject {
    const ofLayer = schemas.get(layer) ?? new Map<z.ZodRawShape, z.ZodObject>();
    schemas.set(layer, ofLayer);
    const known = ofLayer.get(own);
    if (known) return known;
    const filters: z.ZodRawShape = Object.fromEntries(
      Object.entries(layer.filters).map(([name, filter]) => [name, filterParam(filter)]),
    );
    const schema = z.strictObject({ ...questionParams, ...filters, ...own });
    ofLayer.set(own, schema);
    return schema;
  }

  return {
    /**
     * @returns the question, and the endpoint's own parameters.
     * @throws Problem `not-found` for an unknown collection, `invalid-query` or `validation-failed`
     * for what cannot be understood, with every fault.
     */
    async ask<Own extends z.ZodRawShape>({
      collection,
      principal,
      input,
      door = 'query',
      own,
    }: AskRequest<Own>): Promise<{ asked: Asked; own: z.infer<z.ZodObject<Own>> }> {
      const layer = collections.find(collection);
      if (!layer) throw unknownCollection();
      // The schema holds both, whatever the endpoint's own parameters are.
      const parsed = parseInput(schemaOf(layer, own), input, door) as Parameters &
        z.infer<z.ZodObject<Own>>;
      const asking = withoutOwn(parsed, own);
      const { near, radiusMeters, within } = asking;
      if ((near === undefined) !== (radiusMeters === undefined)) throw incompleteCircle(door);
      if (within && !(await isValidPolygon(within))) throw faultyPolygon(door);
      const question = questionOf(layer, asking);
      const access: Access = {
        rule: layer.rowsFor(principal),
        exact: layer.seesExact(principal),
      };
      const scope = JSON.stringify([layer.name, question, access]);
      const parameters = parametersOf(input, question, own);
      return { asked: { layer, question, access, scope, parameters }, own: parsed };
    },
  };
};

export type QuestionsService = ReturnType<typeof createQuestionsService>;
