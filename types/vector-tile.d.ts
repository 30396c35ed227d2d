/** What tests use of the readers of vector tiles, which bring no types. */
declare module 'pbf' {
  export default class Protobuf {
    constructor(bytes: Uint8Array);
  }
}

declare module '@mapbox/vector-tile' {
  import type Protobuf from 'pbf';

  export interface VectorTileFeature {
    id?: number;
    type: 0 | 1 | 2 | 3;
    properties: Record<string, string | number | boolean>;
    loadGeometry(): { x: number; y: number }[][];
    toGeoJSON(x: number, y: number, z: number): { geometry: object };
  }
  export interface VectorTileLayer {
    length: number;
    extent: number;
    version: number;
    feature(index: number): VectorTileFeature;
  }
  export class VectorTile {
    constructor(protobuf: Protobuf);
    layers: Record<string, VectorTileLayer>;
  }
}
