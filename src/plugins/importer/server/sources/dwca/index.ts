import { z } from 'zod';
import { parseInput } from '../../../../../lib/parse-input';
import { createFileSource, type FileDependencies } from '../archive/create-file-source';
import { shapeOfTables } from '../archive/header-shape';
import { mapArchiveRecord, PLACE_MEASURES } from '../archive/map-record';
import { fileParameters, NAMES_ONE_FILE, namesOneFile } from '../archive/question';
import { readEml, type EmlDataset } from '../archive/read-eml';
import { readMeta } from '../archive/read-meta';
import { readText } from '../archive/read-text';
import type { SourceFiles } from '../archive/source-files';
import type { Source } from '../source';

const NAME = 'dwca';

const dwcaParameters = z.strictObject(fileParameters).refine(namesOneFile, NAMES_ONE_FILE);

async function describe(files: SourceFiles, name: string | null): Promise<EmlDataset | null> {
  const found = [name, 'eml.xml'].find((item) => item !== null && files.names.includes(item));
  return found ? readEml(await readText(files, found)) : null;
}

/** `7b5d6a48-f762/v1.3` as `7b5d6a48-f762`: the next version is the same dataset. */
const keyOf = (packageId: string | null | undefined) =>
  packageId?.replace(/\/(v\d|\d)[\d.]*$/i, '').slice(0, 255);

/** Darwin Core Archives: zipped, as a folder, or only the table of occurrences. */
export const createDwcaSource = (dependencies: FileDependencies): Source =>
  createFileSource(
    {
      name: NAME,
      parse: (input) => parseInput(dwcaParameters, input, 'body'),
      async understand(files) {
        const isDescribed = files.names.includes('meta.xml');
        const shape = isDescribed
          ? readMeta(await readText(files, 'meta.xml'))
          : await shapeOfTables(files, {});
        const eml = await describe(files, shape.metadata);
        if (!eml) return { shape, dataset: {} };
        const { packageId, ...dataset } = eml;
        const datasetKey = keyOf(packageId);
        return { shape, dataset: { ...dataset, ...(datasetKey && { datasetKey }) } };
      },
      map: (fields) => mapArchiveRecord(fields, { provider: NAME, refusesCommas: PLACE_MEASURES }),
    },
    dependencies,
  );
