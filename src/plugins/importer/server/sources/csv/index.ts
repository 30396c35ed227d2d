import { z } from 'zod';
import { parseInput } from '../../../../../lib/parse-input';
import { DARWIN_CORE_TERMS } from '../../domain/darwin-core-terms';
import { normalizeLicense } from '../../domain/license';
import { createFileSource, type FileDependencies } from '../archive/create-file-source';
import { shapeOfTables } from '../archive/header-shape';
import { ALL_MEASURES, mapArchiveRecord } from '../archive/map-record';
import { fileParameters, NAMES_ONE_FILE, namesOneFile } from '../archive/question';
import type { Source } from '../source';

const NAME = 'csv';
const term = z
  .string()
  .refine((name) => DARWIN_CORE_TERMS.includes(name), 'must be a term of Darwin Core');
const words = z.string().trim().min(1).max(5000);

/** What may be asked of a table: where it is, how it is written, what its columns mean. */
const csvParameters = z
  .strictObject({
    ...fileParameters,
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    encoding: z.string().min(1).max(40).optional(),
    /** Header to term; other headers are terms as they stand. */
    columns: z.record(z.string().max(500), term).optional(),
    /** Terms that every record has, unless its own cell says otherwise. */
    defaults: z.record(term, words).optional(),
    title: words.max(1000).optional(),
    citation: words.optional(),
    license: words.optional(),
  })
  .refine(namesOneFile, NAMES_ONE_FILE);

/** A single table with headers. */
export const createCsvSource = (dependencies: FileDependencies): Source =>
  createFileSource(
    {
      name: NAME,
      parse: (input) => parseInput(csvParameters, input, 'body'),
      async understand(files, { title = null, citation = null, license = null, ...question }) {
        const { delimiter, encoding, columns, defaults } = question;
        const shape = await shapeOfTables(files, { delimiter, encoding, columns, defaults });
        const rights = { license: normalizeLicense(license), intellectualRights: license };
        return { shape, dataset: { title, citation, ...rights } };
      },
      map: (fields) => mapArchiveRecord(fields, { provider: NAME, refusesCommas: ALL_MEASURES }),
    },
    dependencies,
  );
