import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';

interface Found<Answer> {
  /** The path that `answer` is of. */
  path: string;
  answer?: Answer;
  hasFailed: boolean;
}

/** What the server answers at a path. What was found before stays until there is something newer. */
export function useAnswer<Answer>(path: string) {
  const { get } = useFetchClient();
  const [found, setFound] = useState<Found<Answer>>();
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    get<Answer>(path)
      .then(({ data }) => isCurrent && setFound({ path, answer: data, hasFailed: false }))
      .catch(() => isCurrent && setFound({ path, hasFailed: true }));
    return () => {
      isCurrent = false;
    };
  }, [get, path, turn]);

  return {
    answer: found?.answer,
    hasFailed: found?.hasFailed ?? false,
    isLoading: found?.path !== path,
    reload: () => setTurn(turn + 1),
  };
}
