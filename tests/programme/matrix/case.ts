import type { Asker, World } from './world';

/** What a case sends; an answer of a list is shown with the entries it has. */
export interface Sent {
  path: string;
  body?: object;
  form?: FormData;
  raw?: { type: string; text: string };
}
export interface Case {
  /** Whose or what kind of thing the request is about. */
  target: string;
  prepare: (world: World, asker: Asker) => Promise<Sent>;
  /** Attribute by which the entries of a list are shown. */
  lists?: string;
}

export const on = (target: string, prepare: Case['prepare']): Case => ({ target, prepare });
export const list = (path: string, lists: string): Case[] => [
  { target: 'list', lists, prepare: () => Promise.resolve({ path }) },
];
