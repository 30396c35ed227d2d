import { useServerCall } from '../../../../admin/parts/use-server-call';
import { useWords } from '../words';

/** Has the server do something. Resolves to its answer, or to undefined after telling what went wrong. */
export function useCall() {
  const call = useServerCall(useWords()('error.silent'));

  return async <Answer>(
    path: string,
    rest: { body?: object; done: string },
  ): Promise<Answer | undefined> => (await call<Answer>({ path, ...rest }))?.answer;
}
