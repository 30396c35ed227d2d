/** From the first to the last moment of something that moved. */
export interface TimeSpan {
  fromMs: number;
  toMs: number;
}

/**
 * Moments as spans in which no two neighbours are further apart than so much: what is sent late lies
 * in a span of its own, and nothing between it and now has to be looked at again.
 */
export function spansOf(moments: readonly number[], apartMs: number): TimeSpan[] {
  const spans: TimeSpan[] = [];
  for (const moment of [...moments].sort((one, other) => one - other)) {
    const last = spans.at(-1);
    if (last && moment - last.toMs <= apartMs) last.toMs = moment;
    else spans.push({ fromMs: moment, toMs: moment });
  }
  return spans;
}
