import autocannon from 'autocannon';

/** One contender's figures of one round. */
export interface Round {
  requestsPerSecond: number;
  p50: number;
  p99: number;
}

interface Load {
  baseUrl: string;
  paths: readonly string[];
  headers?: Record<string, string>;
  seconds: number;
  connections: number;
  /** The status that every answer must have instead of any 2xx. */
  expected?: number;
}

/** How many answers had each status; the package's types leave it out. */
function statusesOf(result: autocannon.Result): Map<string, number> {
  const { statusCodeStats = {} } = result as {
    statusCodeStats?: Record<string, { count: number }>;
  };
  return new Map(Object.entries(statusCodeStats).map(([status, { count }]) => [status, count]));
}

/**
 * Puts load on a server for some seconds, each request with the next of the paths.
 * @throws Error when any answer was not the expected: a fast refusal is not a figure.
 */
export async function measure({
  baseUrl,
  paths,
  headers,
  seconds,
  connections,
  expected,
}: Load): Promise<Round> {
  let next = 0;
  const result = await autocannon({
    url: baseUrl,
    connections,
    duration: seconds,
    headers,
    timeout: 60,
    requests: [
      {
        setupRequest: (request) => {
          next = (next + 1) % paths.length;
          return { ...request, path: paths[next] };
        },
      },
    ],
  });
  const statuses = statusesOf(result);
  const answered =
    expected === undefined
      ? result.requests.total - result.non2xx
      : (statuses.get(String(expected)) ?? 0);
  if (answered < result.requests.total || result.errors > 0) {
    const seen = [...statuses].map(([status, count]) => `${count} x ${status}`).join(', ');
    throw new Error(`${baseUrl}${paths[0]}: ${seen}; ${result.errors} failed.`);
  }
  const { requests, latency } = result;
  return {
    requestsPerSecond: requests.total / result.duration,
    p50: latency.p50,
    p99: latency.p99,
  };
}

/** The middle one of the rounds by requests per second. */
export function middleOf(rounds: readonly Round[]): Round {
  const sorted = [...rounds].sort((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('There was no round.');
  return middle;
}
