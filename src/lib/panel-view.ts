/** How an editor meets a field: its label, and what it is for. */
type Field = readonly [label: string, help?: string];

interface PanelView {
  /** What an entry is called where it is listed or related. */
  mainField: string;
  sortBy: string;
  sortOrder?: 'ASC' | 'DESC';
  fields: Readonly<Record<string, Field>>;
  /** Shown but not edited. */
  readOnly?: readonly string[];
  list: readonly string[];
  /** Rows of the form: names with their widths, twelve to a row. */
  form: readonly (readonly (readonly [name: string, size: number])[])[];
}

/**
 * How the content manager shows a type at first, in its own words; who may configure views can change
 * that there.
 */
export function panelView(view: PanelView) {
  const { mainField, sortBy, sortOrder = 'ASC', fields, readOnly = [], list, form } = view;
  const metadatas = Object.entries(fields).map(([name, [label, description = '']]) => [
    name,
    { edit: { label, description, editable: !readOnly.includes(name) }, list: { label } },
  ]);
  return {
    settings: {
      mainField,
      defaultSortBy: sortBy,
      defaultSortOrder: sortOrder,
      pageSize: 20,
      searchable: true,
      filterable: true,
      bulkable: true,
    },
    metadatas: Object.fromEntries(metadatas) as Record<string, object>,
    layouts: {
      list: [...list],
      edit: form.map((row) => row.map(([name, size]) => ({ name, size }))),
    },
  };
}
