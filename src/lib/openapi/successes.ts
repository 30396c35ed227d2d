type Json = Record<string, unknown>;
type Content = Record<string, { schema?: Json }>;

/** A response schema may say its media type as `x-media-type`; it is JSON otherwise. */
function withMediaType(response: Json | undefined): Json {
  const schema = (response?.['content'] as Content | undefined)?.['application/json']?.schema;
  const { 'x-media-type': mediaType, ...rest } = schema ?? {};
  if (typeof mediaType !== 'string') return response ?? { description: 'OK' };
  return { ...response, content: { [mediaType]: { schema: rest } } };
}

/** What Strapi's routes that make an entry are at: its generator says nothing of their 201. */
const LIST = /^\/[a-z-]+$/;
/** Those of Strapi that take one away, whose 204 it does not know either. */
const ENTRY = /^\/[a-z-]+\/\{id\}$/;

const NOTHING_TO_SAY = { description: 'Done; there is nothing to say' };

/**
 * The answers of success, from the only one that the generator writes. A response schema may say
 * another status as `x-status`, and as `x-also` which others there are: 200 for what was done before,
 * 204 for nothing, 304. Who declares nothing for a deletion answers nothing.
 */
export function successesOf(
  method: string,
  path: string,
  generated: Json | undefined,
): Record<string, Json> {
  const response = withMediaType(generated);
  const [[mediaType, { schema }] = ['', { schema: undefined }]] = Object.entries(
    (response['content'] ?? {}) as Content,
  );
  const { 'x-status': declared, 'x-also': also, ...rest } = schema ?? {};
  const isStrapis = JSON.stringify(rest).includes('"documentId"') && declared === undefined;
  const isSilent =
    declared === 204 ||
    (method === 'delete' &&
      (!schema || rest['type'] === 'null' || (isStrapis && ENTRY.test(path))));
  if (isSilent) return { 204: NOTHING_TO_SAY };
  const success = schema ? { ...response, content: { [mediaType]: { schema: rest } } } : response;
  const usual = method === 'post' && isStrapis && LIST.test(path) ? 201 : 200;
  const others: Record<string, Json> = {
    200: { ...success, description: 'It was done before' },
    204: { description: 'There is nothing' },
    304: { description: 'It is as the client has it (`If-None-Match`)' },
  };
  const known = Object.entries(others).filter(
    ([status]) => Array.isArray(also) && also.includes(Number(status)),
  );
  return {
    ...Object.fromEntries(known),
    [typeof declared === 'number' ? declared : usual]: success,
  };
}
