/** Something other than a media field of an entry that uses files, such as messages. */
export interface FileKeeper {
  name: string;
  /**
   * SQL that is true for files in use. `fileId` is the name of the column with the file's numeric id
   * in the statement around it: `exists (select 1 from chat_attachments where file_id = ${fileId})`.
   * What it reads should have a foreign key to `files`, so that nothing is used while it is deleted.
   */
  uses(fileId: string): string;
}

/** Service `keepers` of the files plugin; register in the app's or a plugin's `register`. */
export interface FileKeepers {
  register(keeper: FileKeeper): void;
}
