import { Searchbar, SearchForm, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useState } from 'react';
import { ACCOUNT_STATUSES } from '../../contract/principal';
import { STATUS_WORDS } from './status-badge';

interface ListFiltersProps {
  search: string;
  status: string;
  onSearch: (text: string) => void;
  onStatus: (status: string) => void;
}

/** What narrows the list. */
export function ListFilters({ search, status, onSearch, onStatus }: ListFiltersProps) {
  const [text, setText] = useState(search);
  return (
    <>
      <SearchForm
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text.trim());
        }}
      >
        <Searchbar
          name="search"
          size="S"
          placeholder="A part of the name or mail address"
          value={text}
          clearLabel="Show everybody"
          onChange={(event) => setText(event.target.value)}
          onClear={() => {
            setText('');
            onSearch('');
          }}
        >
          Search for accounts
        </Searchbar>
      </SearchForm>
      <SingleSelect
        size="S"
        aria-label="Status"
        placeholder="Any status"
        value={status}
        clearLabel="Any status"
        onClear={() => onStatus('')}
        onChange={(value) => onStatus(String(value))}
      >
        {ACCOUNT_STATUSES.map((each) => (
          <SingleSelectOption key={each} value={each}>
            {STATUS_WORDS[each]}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </>
  );
}
