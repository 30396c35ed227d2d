import { Flex } from '@strapi/design-system';
import { RUN_STATES } from '../../contract/run';
import { asSource, SOURCE_NAMES } from '../written';
import { useWords } from '../words';
import { FilterSelect } from './filter-select';

const ALL = 'all';

/** Which runs are wanted; an empty text is any. */
export interface RunFilter {
  source: string;
  state: string;
}

interface RunFiltersProps {
  filter: RunFilter;
  onChange: (filter: RunFilter) => void;
}

/** Narrows the history to a source and a state. */
export function RunFilters({ filter, onChange }: RunFiltersProps) {
  const words = useWords();
  const sources = SOURCE_NAMES.map((source) => [source, asSource(source)] as const);
  const states = RUN_STATES.map((state) => [state, words(`state.${state}`)] as const);
  const valueOf = (chosen: string) => (chosen === ALL ? '' : chosen);
  return (
    <Flex gap={4} wrap="wrap">
      <FilterSelect
        label={words('filter.source')}
        name="source"
        value={filter.source || ALL}
        options={[[ALL, words('filter.source.all')], ...sources]}
        onChange={(chosen) => onChange({ ...filter, source: valueOf(chosen) })}
      />
      <FilterSelect
        label={words('filter.state')}
        name="state"
        value={filter.state || ALL}
        options={[[ALL, words('filter.state.all')], ...states]}
        onChange={(chosen) => onChange({ ...filter, state: valueOf(chosen) })}
      />
    </Flex>
  );
}
