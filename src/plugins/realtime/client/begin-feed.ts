import { RealtimeProblem } from './calls';
import type { Fillable, KeepFilled } from './keep-filled';

/**
 * Puts a feed among those of its kind and fills it; without an answer that is tried again.
 * @throws RealtimeProblem as the server refuses it, and then the feed is not among them.
 */
export async function beginFeed<Feed extends Fillable>(
  feeds: Map<string, Feed>,
  keepFilled: Pick<KeepFilled<Feed>, 'failed'>,
  { room, feed }: { room: string; feed: Feed },
): Promise<Feed> {
  feeds.set(room, feed);
  try {
    await feed.fill();
  } catch (error) {
    if (error instanceof RealtimeProblem) {
      feeds.delete(room);
      throw error;
    }
    keepFilled.failed(feed, error);
  }
  return feed;
}
