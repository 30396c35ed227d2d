import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ReplayProvider } from './exchange';

/** One recorded exchange with a provider. */
export interface Interaction {
  method: string;
  url: string;
  status: number;
  headers: Record<string, string>;
  body?: unknown;
  bodyText?: string;
}

interface RecordingFile {
  format: string;
  interactions: Interaction[];
}

/** The exchanges of one recorded file, in their order. */
export function readInteractions(folder: string, name: string): Interaction[] {
  const file = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as RecordingFile;
  if (file.format !== 'recorded-http/1') throw new Error(`${name} is not recorded-http/1`);
  return file.interactions;
}

const bodyOf = ({ body, bodyText }: Interaction) =>
  body === undefined ? (bodyText ?? '') : JSON.stringify(body);

/** Answers each request with the next recorded answer to the same path and query, then none. */
export function createRecordedProvider(interactions: Interaction[]): ReplayProvider {
  const left = [...interactions];
  return {
    name: 'recorded',
    answer({ method, path: asked, query }) {
      const index = left.findIndex((interaction) => {
        const url = new URL(interaction.url);
        return (
          interaction.method === method &&
          url.pathname === asked &&
          url.searchParams.toString() === query.toString()
        );
      });
      const [found] = index < 0 ? [] : left.splice(index, 1);
      if (!found) return null;
      const retryAfter = found.headers['retry-after'];
      return {
        status: found.status,
        contentType: found.headers['content-type'] ?? 'application/json',
        body: bodyOf(found),
        ...(retryAfter && { headers: { 'retry-after': retryAfter } }),
      };
    },
  };
}
