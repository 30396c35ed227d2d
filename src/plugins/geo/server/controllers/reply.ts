import type { Asked } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { answerIfChanged } from './conditional';
import type { GeoContext } from './geo-context';
import type { KeptAnswers } from './kept-answers';

interface Reply {
  /** Tells the answers of different endpoints to one question apart. */
  endpoint: string;
  asked: Asked;
  /** The endpoint's own parameters. */
  own: object;
  maxAgeSeconds?: number;
}

/**
 * Answers 304 while the collection is as the client knows it, and by `produce` otherwise.
 * @param kept where answers are kept for the next who ask, for endpoints that everybody asks the same.
 */
export const createReply =
  (versions: VersionsService, kept?: KeptAnswers) =>
  async (
    ctx: GeoContext,
    { endpoint, asked, own, maxAgeSeconds = 0 }: Reply,
    produce: () => Promise<void>,
  ): Promise<void> => {
    // What is sent again must not be older than what the caller has just written.
    const version = await (kept
      ? versions.versionNow(asked.layer)
      : versions.versionOf(asked.layer));
    const scope = `${endpoint} ${asked.scope} ${JSON.stringify(own)}`;
    await answerIfChanged(ctx, { version, scope, maxAgeSeconds }, (etag) =>
      kept ? kept(ctx, etag, produce) : produce(),
    );
  };
