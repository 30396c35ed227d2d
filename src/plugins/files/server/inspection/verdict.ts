import type { AcceptedExtension } from '../domain/accepted-types';

/** What the inspecting process is asked. */
export interface Inspection {
  id: number;
  path: string;
  /** Where what is written anew goes. */
  outputPath: string;
  /** The ending of the name that the client gave; says of text what kind it is, and nothing else. */
  ending: string;
}

export interface AcceptedContent {
  isAccepted: true;
  extension: AcceptedExtension;
  /** What is stored: the file that came, or what was made of it. */
  path: string;
  width: number | null;
  height: number | null;
}

export interface RefusedContent {
  isAccepted: false;
  /** For the person who sent it. */
  reason: string;
}

export type Verdict = AcceptedContent | RefusedContent;

/** Thrown anywhere in an inspection. */
export class Refused extends Error {}

export const accepted = (extension: AcceptedExtension, path: string): AcceptedContent => ({
  isAccepted: true,
  extension,
  path,
  width: null,
  height: null,
});
