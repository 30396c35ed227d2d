/** A service of map pictures: its address with {z}, {x} and {y}, and whom to thank. */
export interface TileSource {
  url: string;
  attribution: string;
}

/** The attributes of a content type that hold its position. */
export interface PositionAttributes {
  contentType: string;
  lon: string;
  lat: string;
}

/** The answer of `GET /geo/map-settings`, by which the panel draws its maps. */
export interface MapSettings {
  /** Null: only the outline of land that comes with us. */
  tiles: TileSource | null;
  positions: PositionAttributes[];
}
