import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import { useServerCall } from '../../../../admin/parts/use-server-call';
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
  const { get } = useFetchClient();
  const call = useServerCall('The server does not answer.');
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

  async function change({ path = '', ...rest }: AccountCall): Promise<boolean> {
    const made = await call<AccountAnswer>({ path: `${address}${path}`, ...rest });
    if (made) setAnswer(made.answer);
    return made !== undefined;
  }

  return { answer, hasFailed, change };
}
