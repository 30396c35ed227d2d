import type { Knex } from 'knex';
import { z } from 'zod';

/** A file as others are shown it. */
export const shownFile = z.object({
  id: z.string().meta({ description: 'documentId' }),
  name: z.string().meta({ description: 'What its uploader called it' }),
  mime: z.string().meta({ description: 'By its content', example: 'image/jpeg' }),
  sizeBytes: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  alternativeText: z.string().nullable(),
  url: z.string().meta({ description: 'Works without sign-in, for a while' }),
  urlExpiresAt: z.iso.datetime(),
});
export type ShownFile = z.infer<typeof shownFile>;

/** Who wants to attach a file; a Principal of the accounts plugin is one. */
export type Attaching =
  | { kind: 'anonymous' }
  | { kind: 'panel' }
  | { kind: 'user'; userId: number; role: string };

/** Service `files` of the files plugin. Within a transaction, hand it over as `db`. */
export interface Files {
  /** Files that hang on entries, by the entry's numeric id; urls are signed. One statement. */
  of(
    attached: { contentType: string; field: string; ids: readonly number[] },
    db?: Knex,
  ): Promise<Map<number, ShownFile>>;

  /** Files by their numeric ids, for what keeps them by itself (keepers.ts); urls are signed. One statement. */
  byIds(ids: readonly number[], db?: Knex): Promise<Map<number, ShownFile>>;

  /**
   * The numeric id of a file that this person may attach: their own upload; administrators any file.
   * @throws Problem `validation-failed` at `pointer`: `unknown-file`, or `wrong-kind` for what is no
   *   image where `kind` is 'image'.
   */
  attachable(
    by: Attaching,
    file: { id: string; pointer: string; kind: 'image' | 'any' },
    db?: Knex,
  ): Promise<number>;

  /** A link that downloads under the file's name, for a while. Null when the entry has no file. */
  downloadLink(attached: {
    contentType: string;
    field: string;
    id: number;
  }): Promise<string | null>;
}
