interface Dependencies {
  /** Reads from the database whether the public role holds the permission. */
  isAllowed: () => Promise<boolean>;
  now: () => number;
}

/** A permission taken away in the panel is gone from the lane after at most this time. */
const KEEP_MILLISECONDS = 1000;

/** Whether the public role may read features, asked of the database at most once a second. */
export function createPublicAccessService({ isAllowed, now }: Dependencies) {
  let asked: { answer: Promise<boolean>; at: number } | undefined;

  return {
    async mayRead(): Promise<boolean> {
      if (asked && now() - asked.at < KEEP_MILLISECONDS) return asked.answer;
      const question = { answer: isAllowed(), at: now() };
      asked = question;
      // A failure is told to those who wait for it and is not kept.
      question.answer.catch(() => {
        if (asked === question) asked = undefined;
      });
      return question.answer;
    },
  };
}

export type PublicAccessService = ReturnType<typeof createPublicAccessService>;
