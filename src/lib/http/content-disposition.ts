/** What may stand in a quoted string as it is, and is safe in a name on any system. */
const PLAIN = /[^\x20-\x7e]|["%\\/:*?<>|]/g;

/**
 * The header that has a browser save what comes under `name` (RFC 6266): plain for old programs,
 * and as RFC 8187 writes it for all others.
 */
export function attachmentOf(name: string): string {
  const plain = name.replace(PLAIN, '_');
  // Half a character cannot be encoded; on the way through bytes it becomes a sign that can.
  const wellFormed = Buffer.from(name).toString();
  const extended = encodeURIComponent(wellFormed).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${extended}`;
}
