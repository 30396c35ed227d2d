import type { RowRule } from '../../../lib/row-rule';
import type { Principal } from '../../accounts/contract/principal';

/** A content type with a place, as the app declares it to this plugin in its `register`. */
export interface GeoCollection {
  /** The name in the address: `/api/geo/{name}`. */
  name: string;
  /** Strapi uid, for example `api::occurrence.occurrence`. */
  contentType: string;
  /** The float attributes that hold the position, in degrees, WGS 84. */
  position: { lon: string; lat: string };
  /** Attributes that a feature shows. What is not listed never leaves. */
  properties: readonly string[];
  /**
   * Other content types that its answers depend on (what a filter follows, what a rule looks up), by
   * uid: writing to them moves the version of the collection too.
   */
  dependsOn?: readonly string[];
  /** The rows this principal may see. */
  rowsFor: (principal: Principal) => RowRule;
}
