import { useFetchClient } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';

const AFTER_FAILURE_MS = 5000;
const once = () => null;

interface Found<Answer> {
  /** The path that `answer` is of. */
  path: string;
  answer?: Answer;
  hasFailed: boolean;
}

export interface AnswerInHand<Answer> {
  /** What was found before stays until there is something newer. */
  answer: Answer | undefined;
  hasFailed: boolean;
  isLoading: boolean;
  reload: () => void;
}

/**
 * What the server answers at a path, asked again for as long as `everyMs` says so of the last answer.
 * Nobody is asked while the page is hidden. `everyMs` must stay the same function.
 */
export function useLiveAnswer<Answer>(
  path: string,
  everyMs: (answer: Answer) => number | null = once,
): AnswerInHand<Answer> {
  const { get } = useFetchClient();
  const [found, setFound] = useState<Found<Answer>>();
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    let isCurrent = true;
    let isAsking = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function ask() {
      clearTimeout(timer);
      if (document.hidden || isAsking) return;
      isAsking = true;
      let next: number | null = AFTER_FAILURE_MS;
      try {
        const { data } = await get<Answer>(path);
        if (isCurrent) setFound({ path, answer: data, hasFailed: false });
        next = everyMs(data);
      } catch {
        if (isCurrent) setFound((before) => ({ ...before, path, hasFailed: true }));
      }
      isAsking = false;
      if (isCurrent && next !== null) timer = setTimeout(() => void ask(), next);
    }

    const look = () => void ask();
    document.addEventListener('visibilitychange', look);
    look();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [get, path, turn, everyMs]);

  return {
    answer: found?.answer,
    hasFailed: found?.hasFailed ?? false,
    isLoading: found?.path !== path,
    reload: () => setTurn(turn + 1),
  };
}
