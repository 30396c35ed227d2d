import { RealtimeProblem } from './calls';

/**
 * Puts a feed among those of its kind and fills it; without a connection that begins with the next one.
 * @throws RealtimeProblem as the server refuses it, and then the feed is not among them.
 */
export async function beginFeed<Feed extends { fill(): Promise<void> }>(
  feeds: Map<string, Feed>,
  room: string,
  feed: Feed,
): Promise<Feed> {
  feeds.set(room, feed);
  try {
    await feed.fill();
  } catch (error) {
    if (!(error instanceof RealtimeProblem)) return feed;
    feeds.delete(room);
    throw error;
  }
  return feed;
}
