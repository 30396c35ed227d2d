import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { OfferedExchange } from '../../contract/report';

/** What may be exported and imported of a content type; undefined while that is not known, or nothing. */
export function useOfferedExchange(contentType: string | undefined): OfferedExchange | undefined {
  const { get } = useFetchClient();
  const [offered, setOffered] = useState<OfferedExchange[]>([]);

  useEffect(() => {
    let isCurrent = true;
    get<{ data: OfferedExchange[] }>('/exchange/kinds')
      .then(({ data }) => isCurrent && setOffered(data.data))
      // Without an answer there are no buttons; the list itself stays of use.
      .catch(() => isCurrent && setOffered([]));
    return () => {
      isCurrent = false;
    };
  }, [get]);

  return offered.find((one) => one.contentType === contentType);
}
