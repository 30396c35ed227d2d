/** A place in the identity space of a provider. */
export interface Place {
  datasetKey: string;
  recordKey: string;
}

/** What a statement asks about, from `placeLists`. As JSON: the driver writes arrays element by element. */
export const PLACES = `rows from (json_array_elements_text(cast(:datasetKeys as json)),
                        json_array_elements_text(cast(:recordKeys as json)))
             as wanted (dataset_key, record_key)`;

/** The bindings of `PLACES`. */
export const placeLists = (places: readonly Place[]) => ({
  datasetKeys: JSON.stringify(places.map(({ datasetKey }) => datasetKey)),
  recordKeys: JSON.stringify(places.map(({ recordKey }) => recordKey)),
});
