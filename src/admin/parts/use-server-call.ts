import {
  isFetchError,
  useAPIErrorHandler,
  useFetchClient,
  useNotification,
} from '@strapi/strapi/admin';

interface ServerCall {
  method?: 'post' | 'put' | 'del';
  path: string;
  body?: object;
  /** What to say when it is done. */
  done: string;
}

/**
 * Has the server do something, and tells by a notification whether it did; `silence` is what to tell
 * when nothing is answered. Resolves to the answer, or to undefined when it was not done.
 */
export function useServerCall(silence: string) {
  const client = useFetchClient();
  const { toggleNotification } = useNotification();
  const { formatAPIError } = useAPIErrorHandler();

  return async function call<Answer>({
    method = 'post',
    path,
    body = {},
    done,
  }: ServerCall): Promise<{ answer: Answer } | undefined> {
    try {
      const { data } =
        method === 'del'
          ? await client.del<Answer>(path)
          : await client[method]<Answer>(path, body);
      toggleNotification({ type: 'success', message: done });
      return { answer: data };
    } catch (error) {
      const message = isFetchError(error) ? formatAPIError(error) : silence;
      toggleNotification({ type: 'danger', message });
      return undefined;
    }
  };
}
