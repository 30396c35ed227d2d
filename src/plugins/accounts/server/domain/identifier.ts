/** What somebody typed to say who they are: a mail address or a username. */
export const normaliseIdentifier = (identifier: string): string =>
  identifier.normalize('NFC').trim().toLowerCase();

/** A name with an @ is never a username, or somebody could call themselves by another's address. */
export const isEmailIdentifier = (identifier: string): boolean => identifier.includes('@');
