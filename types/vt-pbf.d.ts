/** What is used of vt-pbf, which brings no types. */
declare module 'vt-pbf' {
  interface GeojsonVtFeature {
    id?: number;
    /** 1: points. */
    type: 1;
    geometry: number[][];
    tags: Record<string, string | number | boolean | null>;
  }
  export function fromGeojsonVt(
    layers: Record<string, { features: GeojsonVtFeature[] }>,
    options: { version: number; extent?: number },
  ): Uint8Array;
}
