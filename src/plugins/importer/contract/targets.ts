/**
 * Where accepted records go: content types of the app, by Strapi uid. Each must have the attributes
 * that the plugin's records have (see `server/domain`); the plugin checks that at boot.
 */
export interface ImportTargets {
  occurrence: string;
  dataset: string;
  taxon: string;
}
