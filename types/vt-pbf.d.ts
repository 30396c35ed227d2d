/** What is used of vt-pbf, which brings no types. */
declare module 'vt-pbf' {
  type Positions = readonly (readonly number[])[];
  /** 1: points; 2: lines, 3: rings, one list of positions each. */
  type Parts = { type: 1; geometry: Positions } | { type: 2 | 3; geometry: readonly Positions[] };
  type GeojsonVtFeature = Parts & {
    id?: number;
    tags: Record<string, string | number | boolean | null>;
  };
  export function fromGeojsonVt(
    layers: Record<string, { features: GeojsonVtFeature[] }>,
    options: { version: number; extent?: number },
  ): Uint8Array;
}
