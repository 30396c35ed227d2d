/**
 * Hands over each value while the next one is already being made: at most one ahead, so that memory
 * does not grow and the maker works while the taker does. A failure is handed over in its turn, after
 * everything that came before it.
 */
export async function* readAhead<Value>(
  values: AsyncGenerator<Value, void, void>,
): AsyncGenerator<Value, void, void> {
  let next = values.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = values.next();
      // It is awaited later; until then a failure must not count as nobody's.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await values.return().catch(() => undefined);
  }
}
