import type { Credit } from './credit';

/**
 * A FeatureCollection of features that are GeoJSON texts already. Whom to name comes first, as a foreign
 * member (RFC 7946, section 6.1).
 */
export async function* geojsonFile(
  credits: readonly Credit[],
  pages: AsyncIterable<readonly string[]>,
): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","attribution":${JSON.stringify(credits)},"features":[`;
  let isFirst = true;
  for await (const features of pages) {
    if (features.length === 0) continue;
    yield `${isFirst ? '' : ','}\n${features.join(',\n')}`;
    isFirst = false;
  }
  yield '\n]}\n';
}
