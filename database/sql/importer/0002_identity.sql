-- A record is one row: provider, dataset, record key. The importer keeps each part below 1,000 bytes
-- (longer keys are hashed), since an index row must stay under 2,700.
-- Queries: occurrences.findStored (by dataset and key) and the conflict target of occurrences.upsert.
create unique index occurrences_identity_uidx on occurrences (provider, dataset_key, record_key);

-- Queries: datasets.findKnown and the conflict target of datasets.upsert.
create unique index datasets_identity_uidx on datasets (provider, dataset_key);
