interface Dependencies {
  /** Reads from the database what the public role may do. */
  readActions: () => Promise<ReadonlySet<string>>;
  now: () => number;
}

/** A permission taken away in the panel is gone from the lane after at most this time. */
const KEEP_MILLISECONDS = 1000;

/** What the public role may do, asked of the database at most once a second. */
export function createPublicAccessService({ readActions, now }: Dependencies) {
  let asked: { answer: Promise<ReadonlySet<string>>; at: number } | undefined;

  function read(): Promise<ReadonlySet<string>> {
    if (asked && now() - asked.at < KEEP_MILLISECONDS) return asked.answer;
    const question = { answer: readActions(), at: now() };
    asked = question;
    // A failure is told to those who wait for it and is not kept.
    question.answer.catch(() => {
      if (asked === question) asked = undefined;
    });
    return question.answer;
  }

  return {
    mayAnyone: async (action: string): Promise<boolean> => (await read()).has(action),
  };
}

export type PublicAccessService = ReturnType<typeof createPublicAccessService>;
