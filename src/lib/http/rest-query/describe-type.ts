import { isSearchable } from './operators';
import type { RestType } from './rest-type';

/** The part of a content type or component of Strapi that is looked at here. */
export interface StrapiSchema {
  attributes: Record<
    string,
    { type: string; target?: string; component?: string; searchable?: boolean }
  >;
  options?: { draftAndPublish?: boolean };
  pluginOptions?: { i18n?: { localized?: boolean } };
}

/** Who made an entry is an account of the panel. Strapi marks these two private by itself as well. */
const NEVER = new Set(['createdBy', 'updatedBy', 'localizations']);
const STRUCTURAL = new Set(['relation', 'component', 'dynamiczone', 'media', 'password']);
/** Relations to plugins lead to people, roles and files. */
const OURS = /^api::/;

/** The public surface of a content type or component. */
export function describeType(
  { attributes, options, pluginOptions }: StrapiSchema,
  isPrivate: (attribute: string) => boolean,
): RestType {
  const open = Object.entries(attributes).filter(([name]) => !NEVER.has(name) && !isPrivate(name));
  const ofType = (type: string) => open.filter(([, attribute]) => attribute.type === type);
  const scalars = open.filter(([, { type }]) => !STRUCTURAL.has(type));
  const searched = scalars.filter(
    ([, { type, searchable }]) => isSearchable(type) && searchable !== false,
  );
  return {
    scalars: new Map([
      ['id', 'integer'],
      ['documentId', 'string'],
      ...scalars.map(([name, { type }]) => [name, type] as const),
    ]),
    searched: new Set(searched.map(([name]) => name)),
    relations: new Map(
      ofType('relation').flatMap(([name, { target = '' }]) =>
        OURS.test(target) ? [[name, target] as const] : [],
      ),
    ),
    components: new Map(
      ofType('component').map(([name, { component = '' }]) => [name, component] as const),
    ),
    media: new Set(ofType('media').map(([name]) => name)),
    hasDrafts: options?.draftAndPublish === true,
    hasLocales: pluginOptions?.i18n?.localized === true,
  };
}
