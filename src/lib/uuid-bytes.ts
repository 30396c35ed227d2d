/** The 16 bytes of a UUID. */
export const uuidToBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

/** The UUID of 16 bytes, whatever its version. */
export function uuidFromBytes(bytes: Buffer): string {
  if (bytes.length !== 16) throw new Error('A UUID has 16 bytes');
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
