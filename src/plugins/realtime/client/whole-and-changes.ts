interface Dependencies<Whole, Change> {
  /** Asks for everything as it is now. */
  ask: () => Promise<Whole>;
  replace: (whole: Whole) => void;
  /** Told twice, a change changes nothing. */
  apply: (change: Change) => void;
}

/**
 * Something that is read as a whole with each new connection, and changed bit by bit in between. What
 * is told while the whole is being read may be newer than what is read, and is applied on top of it.
 */
export function createWholeAndChanges<Whole, Change>({
  ask,
  replace,
  apply,
}: Dependencies<Whole, Change>) {
  let meanwhile: Change[] = [];
  let filling: Promise<void> | undefined;
  let isClosed = false;

  async function read(): Promise<void> {
    try {
      const whole = await ask();
      if (!isClosed) replace(whole);
    } finally {
      for (const change of meanwhile.splice(0)) apply(change);
    }
  }

  function begin(reading: Promise<void>): Promise<void> {
    filling = reading;
    return reading.finally(() => {
      if (filling === reading) filling = undefined;
    });
  }

  return {
    /** Reads the whole, or waits for it if it is being read. */
    fill: (): Promise<void> => filling ?? begin(read()),
    /** The same, for something that has changed since it began to be read. */
    fillAnew: (): Promise<void> =>
      filling ? begin(filling.catch(() => undefined).then(read)) : begin(read()),
    take: (change: Change): void => {
      if (isClosed) return;
      if (filling) meanwhile.push(change);
      else apply(change);
    },
    close: (): void => {
      isClosed = true;
      meanwhile = [];
    },
  };
}
