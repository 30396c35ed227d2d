import type { RowRule } from '../../../lib/row-rule';
import type { Principal } from '../../accounts/contract/principal';

interface Described {
  /** For people who read the API's description. */
  description: string;
  /** A value as the API's description shows it. */
  example?: string;
}

/** The text of an attribute is one of those given; several are separated by commas unless `single`. */
export interface TextFilter extends Described {
  kind: 'text';
  attribute: string;
  single?: boolean;
}

/** An integer attribute is one of those given. */
export interface IntegerFilter extends Described {
  kind: 'integer';
  attribute: string;
}

/** An integer attribute is one of those that stand under a node of a tree, the node itself included. */
export interface TreeFilter extends Described {
  kind: 'tree';
  attribute: string;
  /**
   * A select of all keys under a node, given the SQL expression of the node's key. Never holds input.
   */
  keysUnder: (node: string) => string;
}

/** The row's range of numbers meets the one given as `min,max`; either end may be left open. */
export interface RangeFilter extends Described {
  kind: 'range';
  /** Attributes that hold the range's ends; when a row has one of them, it is a range of one number. */
  from: string;
  to: string;
}

/** A JSON list of texts holds any (`some`), or none (`none`), of those given. */
export interface ListFilter extends Described {
  kind: 'list';
  attribute: string;
  holds: 'some' | 'none';
}

/**
 * Rows in a state are left out unless asked for: `exclude` (default), `include`, or `only` them.
 * A row is in the state when the boolean attribute is true or, for others, when it has a value.
 * Without an attribute no row is in it, as long as nothing brings rows into it.
 */
export interface StateFilter extends Described {
  kind: 'state';
  attribute: string | null;
}

/** A filter that a collection adds to those all collections have. Its name is the parameter's. */
export type GeoFilter =
  | TextFilter
  | IntegerFilter
  | TreeFilter
  | RangeFilter
  | ListFilter
  | StateFilter;

/** A content type with a place, as the app declares it to this plugin in its `register`. */
export interface GeoCollection {
  /** The name in the address: `/api/geo/{name}`. */
  name: string;
  title: string;
  description: string;
  /** Strapi uid, for example `api::occurrence.occurrence`. */
  contentType: string;
  /** The float attributes that hold the position, in degrees, WGS 84. */
  position?: { lon: string; lat: string };
  /**
   * Private float attributes that hold the position as it was recorded, where `position` is a
   * generalised one and null where it is not, and who may see them.
   */
  exact?: { lon: string; lat: string; isFor: (principal: Principal) => boolean };
  /** Or the json attribute that holds a GeoJSON geometry. */
  geometry?: string;
  /** Attributes that a feature shows. What is not listed never leaves. */
  properties: readonly string[];
  /**
   * Keeps the number of public features in every cell of the map, for points whose public set follows
   * from their own row: the world then costs the same at any number of rows. `by` is the text filter
   * whose values are counted apart; few of them.
   */
  pyramid?: { by?: string };
  /**
   * Other content types that its answers depend on (what a filter follows, what a rule looks up), by
   * uid: writing to them moves the version of the collection too.
   */
  dependsOn?: readonly string[];
  /** The datetime attributes that say when it was; a row without an end is a moment. */
  time?: { start: string; end: string };
  /** Filters beside those of place and time, by the name of their parameter. */
  filters?: Readonly<Record<string, GeoFilter>>;
  /** Attributes whose values may be counted (`/facets?by=`). */
  facets?: readonly string[];
  /** The rows this principal may see. */
  rowsFor: (principal: Principal) => RowRule;
}
