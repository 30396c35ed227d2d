import { useServerCall } from '../../../../admin/parts/use-server-call';
import { useWords } from '../words';

/** Has the server decide something. Resolves to whether it did; either way a notification says so. */
export function useDecision() {
  const call = useServerCall(useWords()('error.silent'));

  return async (path: string, rest: { body?: object; done: string }): Promise<boolean> =>
    (await call({ path: `/realtime${path}`, ...rest })) !== undefined;
}
