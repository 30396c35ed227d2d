/** How Strapi names a stored file: the name of the object and its ending, dot included. */
export interface StoredName {
  hash: string;
  ext?: string | null;
}

const KEY = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}$/;

/** The name of the object in its folder; nothing in it leads anywhere else. */
export function objectKeyOf({ hash, ext }: StoredName): string {
  return `${hash.replace(/[^A-Za-z0-9_-]/g, '_')}${(ext ?? '').replace(/[^A-Za-z0-9.]/g, '')}`;
}

/** Whether a name from outside can be that of an object. */
export const isObjectKey = (name: string): boolean => KEY.test(name) && !name.includes('..');
