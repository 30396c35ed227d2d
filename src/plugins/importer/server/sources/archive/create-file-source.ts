import { rm } from 'node:fs/promises';
import type { ProviderDataset } from '../../domain/occurrence';
import { toStorable } from '../../domain/storable-json';
import type { MappedRecord, Source, SourcePage, SourceSession } from '../source';
import { findInInbox, openFiles } from './open-files';
import { archivePages, type OpenedArchive } from './pages';
import { keyFromName, type FileQuestion } from './question';
import type { FileLimits, SourceFiles } from './source-files';
import { withdrawalScope } from './withdrawal-scope';

export interface FileSettings extends FileLimits {
  inbox: string;
  pageSize: number;
}

/** Brings a file from elsewhere into a folder of its own. @returns its path. */
export type FetchFile = (
  url: string,
  signal: AbortSignal,
  headers?: Record<string, string>,
) => Promise<{ path: string; folder: string }>;

export interface FileDependencies {
  settings: FileSettings;
  fetchFile: FetchFile;
}

interface FileKind<Question extends FileQuestion> {
  name: string;
  parse(input: unknown): Question;
  /** Finds out what the files hold and how they are written. */
  understand(
    files: SourceFiles,
    question: Question,
  ): Promise<Pick<OpenedArchive, 'shape'> & { dataset: Partial<ProviderDataset> }>;
  map(fields: Record<string, unknown>): MappedRecord;
}

const UNDESCRIBED = {
  title: null,
  abstract: null,
  citation: null,
  doi: null,
  url: null,
  license: null,
  intellectualRights: null,
  publishedAtProvider: null,
  updatedAtProvider: null,
};

/** A source whose records are in files. */
export function createFileSource<Question extends FileQuestion>(
  kind: FileKind<Question>,
  { settings, fetchFile }: FileDependencies,
): Source {
  async function openQuestion(question: Question, found: string): Promise<OpenedArchive> {
    const files = await openFiles(found, settings);
    try {
      const { shape, dataset } = await kind.understand(files, question);
      const toldKey = question.datasetKey ?? dataset.datasetKey;
      const datasetKey = toldKey ?? keyFromName(question);
      const described = { ...UNDESCRIBED, ...dataset, provider: kind.name, datasetKey };
      // It makes texts of texts: what it answers has the shape of what it is given.
      const storable = toStorable(described) as typeof described;
      return { files, shape, dataset: storable, isKeyGuessed: toldKey === undefined };
    } catch (error) {
      files.close();
      throw error;
    }
  }

  function openSession(question: Question, signal: AbortSignal): SourceSession {
    let opened: OpenedArchive | undefined;
    const { url, file = '', pageSize = settings.pageSize } = question;

    async function* pages(cursor: string | null): AsyncGenerator<SourcePage, void, void> {
      const fetched = url === undefined ? null : await fetchFile(url, signal);
      try {
        const found = fetched?.path ?? (await findInInbox(settings.inbox, file));
        opened = await openQuestion(question, found);
        yield* archivePages(opened, cursor, { pageSize, signal });
      } finally {
        opened?.files.close();
        if (fetched) await rm(fetched.folder, { recursive: true, force: true });
      }
    }

    return {
      pages,
      describeDatasets: (keys) => {
        const dataset = opened?.dataset;
        return Promise.resolve(dataset && keys.includes(dataset.datasetKey) ? [dataset] : []);
      },
      describesFreely: true,
      withdrawalScope: () => Promise.resolve(opened ? withdrawalScope(opened) : null),
      // A cursor is a row of just these contents.
      resumesExactly: true,
    };
  }

  return {
    name: kind.name,
    parseParameters: (input) => Object.fromEntries(Object.entries(kind.parse(input))),
    open: (input, signal) => openSession(kind.parse(input), signal),
    map: (fields) => kind.map(fields),
    // The publisher wrote all of it.
    isDerived: () => false,
  };
}
