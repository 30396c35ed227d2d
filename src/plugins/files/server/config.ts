import { z } from 'zod';

/** What the application tells the files plugin. */
export const filesConfig = z.strictObject({
  /** Sign links to files, newest first. */
  secrets: z.array(z.string().min(1)).min(1),
  /** Where links lead that we sign ourselves. */
  publicUrl: z.url(),
  maxBytes: z.int().min(1),
  /** How much one person may keep. */
  quotaBytes: z.int().min(1),
  linkSeconds: z.int().min(1),
  /** How long an upload stays that nothing uses. */
  orphanHours: z.int().min(1),
  /** Where files are kept on this machine; null where the upload plugin's own provider keeps them. */
  folder: z.string().min(1).nullable(),
  /** Of a ClamAV daemon: `host:port`, or the path of a socket. */
  scanner: z.string().min(1).nullable(),
  /** How long storing one file may take. */
  storeSeconds: z.number().positive(),
  /** How long looking into one file may take. */
  inspectSeconds: z.number().positive(),
});

export type FilesConfig = z.infer<typeof filesConfig>;

export default {
  default: { scanner: null, storeSeconds: 20, inspectSeconds: 30 },
  /** @throws when the settings cannot be used; Strapi stops the boot. */
  validator(config: unknown): void {
    const parsed = filesConfig.safeParse(config);
    if (!parsed.success) throw new Error(`The files' settings:\n${z.prettifyError(parsed.error)}`);
  },
};
