import {
  isFetchError,
  useAPIErrorHandler,
  useFetchClient,
  useNotification,
} from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { AccountAnswer } from '../../contract/account-admin';

/** A change of the account: a call below its address, and what to say when it is done. */
export interface AccountCall {
  method: 'post' | 'put' | 'del';
  path?: string;
  body?: object;
  done: string;
}

export interface AccountInHand {
  answer: AccountAnswer | undefined;
  hasFailed: boolean;
  /** Resolves to whether it worked; what went wrong is told by a notification. */
  change: (call: AccountCall) => Promise<boolean>;
}

/** One account, and how to change it. Every change answers with the account as it is afterwards. */
export function useAccount(id: string): AccountInHand {
  const client = useFetchClient();
  const { get } = client;
  const { toggleNotification } = useNotification();
  const { formatAPIError } = useAPIErrorHandler();
  const [answer, setAnswer] = useState<AccountAnswer>();
  const [hasFailed, setHasFailed] = useState(false);
  const address = `/accounts/users/${encodeURIComponent(id)}`;

  useEffect(() => {
    let isCurrent = true;
    get<AccountAnswer>(address)
      .then(({ data }) => isCurrent && setAnswer(data))
      .catch(() => isCurrent && setHasFailed(true));
    return () => {
      isCurrent = false;
    };
  }, [get, address]);

  async function change({ method, path = '', body, done }: AccountCall): Promise<boolean> {
    try {
      const url = `${address}${path}`;
      const { data } =
        method === 'del'
          ? await client.del<AccountAnswer>(url)
          : await client[method]<AccountAnswer>(url, body);
      setAnswer(data);
      toggleNotification({ type: 'success', message: done });
      return true;
    } catch (error) {
      const message = isFetchError(error) ? formatAPIError(error) : 'The server does not answer.';
      toggleNotification({ type: 'danger', message });
      return false;
    }
  }

  return { answer, hasFailed, change };
}
