import { contentTypes } from '@strapi/utils';
import { describeType, type StrapiSchema } from './describe-type';
import type { FindType, RestType } from './rest-type';

/** The part of Strapi that knows content types and components. */
interface Models {
  getModel(uid: string): unknown;
}

const described = new WeakMap<object, RestType>();

/** Describes each type once. */
export const findRestType =
  (strapi: Models): FindType =>
  (uid) => {
    const model = uid === '' ? undefined : strapi.getModel(uid);
    if (typeof model !== 'object' || model === null) return undefined;
    const known = described.get(model);
    if (known) return known;
    // Strapi types its models by the generated types of one app; every model has these parts.
    const type = describeType(model as StrapiSchema, (name) =>
      contentTypes.isPrivateAttribute(model as never, name),
    );
    described.set(model, type);
    return type;
  };
