import type { Principal } from '../../accounts/contract/principal';

/** A file as others are shown it. */
export interface ShownFile {
  id: string;
  name: string;
  mime: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
  alternativeText: string | null;
  url: string;
  /** Until when `url` works. */
  urlExpiresAt: string;
}

/** Service `files` of the plugin. */
export interface Files {
  /** Files that hang on entries, by the entry's numeric id; urls are signed. One statement. */
  of(attached: {
    contentType: string;
    field: string;
    ids: readonly number[];
  }): Promise<Map<number, ShownFile>>;
  /**
   * The numeric id of a file that this person may attach: their own upload; administrators any file.
   * @throws Problem 422 at `pointer` (code `unknown-file`, or `wrong-kind` for no image where `kind` is 'image')
   */
  attachable(
    principal: Principal,
    file: { id: string; pointer: string; kind: 'image' | 'any' },
  ): Promise<number>;
  /** A link that downloads under the file's name; works for FILE_LINK_SECONDS. Null when the entry has no file. */
  downloadLink(attached: {
    contentType: string;
    field: string;
    id: number;
  }): Promise<string | null>;
}
