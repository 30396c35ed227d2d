import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { SHAPES, type Shape } from '../contract/geometry';
import { geometriesOf } from './domain/map-attributes';
import type { CollectionsService } from './services/collections';
import type { GeometryCheckService } from './services/geometry-check';

/** The custom field of this plugin, as a content type's schema names it. */
const FIELD = 'plugin::geo.geometry';
const WRITING = new Set(['create', 'update', 'clone']);

/** The part of an attribute that is read here; Strapi's own types of it resolve to any. */
interface DeclaredAttribute {
  type: string;
  customField?: string;
  options?: { shape?: unknown };
}

const shapeOf = (attribute?: DeclaredAttribute): Shape =>
  SHAPES.find((shape) => shape === attribute?.options?.shape) ?? 'any';

/** The attributes of a content type that hold GeoJSON: drawn with our field, or registered as a place. */
function checkedAttributes(strapi: Core.Strapi, uid: string): [string, Shape][] {
  const { attributes } = strapi.getModel(uid as never) as {
    attributes: Record<string, DeclaredAttribute>;
  };
  const collections = strapi.plugin('geo').service<CollectionsService>('collections').declared();
  const registered = geometriesOf(collections, uid);
  return Object.entries(attributes)
    .filter(([name, { customField }]) => customField === FIELD || registered.includes(name))
    .map(([name, attribute]) => [name, shapeOf(attribute)]);
}

interface EntryFault {
  path: string[];
  message: string;
  name: string;
}

/**
 * Nothing but valid geometries is stored by the panel, the REST API and Strapi's document service,
 * drafts included. What plain SQL writes is not seen here; what is no geometry has no place there.
 * Call it in `register`.
 */
export function keepGeometries(strapi: Core.Strapi): void {
  strapi.documents.use(async (context, next) => {
    if (!WRITING.has(context.action)) return next();
    // Strapi types a call by its action; all that write have their values here.
    const { data = {} } = context.params as { data?: Record<string, unknown> };
    const written = checkedAttributes(strapi, context.uid).filter(([name]) => data[name] != null);
    if (written.length === 0) return next();
    const service = strapi.plugin('geo').service<GeometryCheckService>('geometryCheck');
    const faults: EntryFault[] = [];
    const stored: Record<string, unknown> = {};
    for (const [name, shape] of written) {
      const { geometry, faults: found = [] } = await service.check(data[name], shape);
      stored[name] = geometry;
      for (const { path, message } of found) {
        faults.push({ path: [name, ...path.map(String)], message, name: 'ValidationError' });
      }
    }
    if (faults.length > 0) {
      const told = faults.map(({ path, message }) => `${path.join('/')}: ${message}.`);
      throw new errors.ValidationError(told.join(' '), { errors: faults });
    }
    context.params = { ...context.params, data: { ...data, ...stored } };
    return next();
  });
}
