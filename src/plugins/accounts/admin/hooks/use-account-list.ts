import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { AccountListAnswer } from '../../contract/account-admin';

interface Found {
  /** The query that `answer` or `hasFailed` is about. */
  query: string;
  answer?: AccountListAnswer;
  hasFailed: boolean;
}

/** The accounts that the address of the page asks for. What was found before stays until then. */
export function useAccountList(query: string) {
  const { get } = useFetchClient();
  const [found, setFound] = useState<Found>();

  useEffect(() => {
    let isCurrent = true;
    get<AccountListAnswer>(`/accounts/users?${query}`)
      .then(({ data }) => isCurrent && setFound({ query, answer: data, hasFailed: false }))
      .catch(() => isCurrent && setFound({ query, hasFailed: true }));
    return () => {
      isCurrent = false;
    };
  }, [get, query]);

  return { ...found, isLoading: found?.query !== query };
}
