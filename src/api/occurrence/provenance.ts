import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import type { ShownEntry } from '../../lib/http/rest-query/present';
import { accessDay, citeDataset, providerName, type CitedDataset } from '../dataset/cite';

const text = z.string().nullable();

/** What an occurrence shows beside its attributes; for the OpenAPI document. */
export const occurrenceAdditions = {
  provenance: z.object({
    provider: z.string().meta({ description: 'As people write it.' }),
    title: text,
    doi: text,
    url: text,
    citation: text.meta({ description: 'Of the dataset, with the day it was accessed.' }),
    accessedOn: text.meta({ description: 'The day, in UTC.' }),
    license: text.meta({ description: 'CC0, CC BY or CC BY-NC; null when it is none of them.' }),
    licenseText: text.meta({ description: 'As the record, else the dataset, states it.' }),
    attribution: z.string().meta({ description: 'One line to show beside the record.' }),
  }),
};

interface DatasetRow extends CitedDataset {
  datasetKey: string;
  doi: string | null;
  url: string | null;
  intellectualRights: string | null;
}

const nameOf = (provider: unknown, key: unknown) => JSON.stringify([provider, key]);
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);

function provenanceOf(entry: ShownEntry, dataset: DatasetRow | undefined) {
  const provider = String(entry['provider']);
  const citation = dataset ? citeDataset(dataset) : null;
  const license = textOf(entry['licenseCode']);
  const licenseText = textOf(entry['license']) ?? dataset?.intellectualRights ?? null;
  const source = citation ?? `${providerName(provider)} dataset ${String(entry['datasetKey'])}.`;
  return {
    provider: providerName(provider),
    title: dataset?.title ?? null,
    doi: dataset?.doi ?? null,
    url: dataset?.url ?? null,
    citation,
    accessedOn: dataset ? accessDay(dataset) : null,
    license,
    licenseText,
    attribution: `${source} Licence: ${license ?? licenseText ?? 'not stated'}`,
  };
}

/** Completes occurrences by where they come from: one statement, however many there are. */
export const createPresentOccurrences =
  (strapi: Core.Strapi) =>
  async (entries: ShownEntry[]): Promise<void> => {
    const datasetKeys = [...new Set(entries.map((entry) => String(entry['datasetKey'])))];
    if (datasetKeys.length === 0) return;
    const rows = (await strapi.db.query('api::dataset.dataset').findMany({
      where: { datasetKey: { $in: datasetKeys } },
    })) as DatasetRow[];
    const datasets = new Map(rows.map((row) => [nameOf(row.provider, row.datasetKey), row]));
    for (const entry of entries) {
      const dataset = datasets.get(nameOf(entry['provider'], entry['datasetKey']));
      Object.assign(entry, { provenance: provenanceOf(entry, dataset) });
    }
  };
