import type { Asked } from '../services/questions';
import type { VersionsService } from '../services/versions';
import { answerIfChanged } from './conditional';
import type { GeoContext } from './geo-context';

interface Reply {
  /** Tells the answers of different endpoints to one question apart. */
  endpoint: string;
  asked: Asked;
  /** The endpoint's own parameters. */
  own: object;
  maxAgeSeconds?: number;
}

/** Answers 304 while the collection is as the client knows it, and by `produce` otherwise. */
export const createReply =
  (versions: VersionsService) =>
  async (
    ctx: GeoContext,
    { endpoint, asked, own, maxAgeSeconds = 0 }: Reply,
    produce: () => Promise<void>,
  ): Promise<void> => {
    const version = await versions.versionOf(asked.layer);
    const scope = `${endpoint} ${asked.scope} ${JSON.stringify(own)}`;
    await answerIfChanged(ctx, { version, scope, maxAgeSeconds }, produce);
  };
