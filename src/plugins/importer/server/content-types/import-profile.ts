/** The sources in the order in which a schedule takes their profiles: names come after records. */
export const PROFILE_SOURCES = ['obis', 'gbif', 'dwca', 'csv', 'worms'] as const;

export const IMPORT_PROFILE = 'plugin::importer.import-profile';

const called = (label: string, description?: string) => ({
  edit: { label, ...(description && { description }) },
  list: { label },
});

/** A question that is asked again and again; editors keep them in the panel. */
export const importProfile = {
  schema: {
    kind: 'collectionType',
    collectionName: 'importer_profiles',
    info: {
      singularName: 'import-profile',
      pluralName: 'import-profiles',
      displayName: 'Import profiles',
      description: 'What scheduled imports fetch, and from where',
    },
    options: { draftAndPublish: false },
    pluginOptions: {
      'content-manager': { visible: true },
      'content-type-builder': { visible: false },
    },
    attributes: {
      name: { type: 'string', required: true, unique: true, minLength: 1, maxLength: 100 },
      source: { type: 'enumeration', enum: [...PROFILE_SOURCES], required: true },
      parameters: { type: 'json' },
      isEnabled: { type: 'boolean', required: true, default: true },
      position: { type: 'integer', required: true, default: 0 },
    },
    config: {
      settings: {
        mainField: 'name',
        defaultSortBy: 'position',
        defaultSortOrder: 'ASC',
        pageSize: 50,
        searchable: true,
        filterable: true,
        bulkable: true,
      },
      metadatas: {
        name: called('Name'),
        source: called('Source'),
        parameters: called(
          'What to fetch',
          'For example {"taxonIds": [126436], "bbox": [-10, 35, 5, 45]}; {"file": "cods.zip"} for dwca and csv; nothing for worms',
        ),
        isEnabled: called('Scheduled'),
        position: called('Order', 'Within one source, lowest first'),
      },
      layouts: {
        list: ['name', 'source', 'isEnabled', 'position'],
        edit: [
          [
            { name: 'name', size: 6 },
            { name: 'source', size: 6 },
          ],
          [{ name: 'parameters', size: 12 }],
          [
            { name: 'isEnabled', size: 6 },
            { name: 'position', size: 6 },
          ],
        ],
      },
    },
  },
};

export const contentTypes = { 'import-profile': importProfile };
