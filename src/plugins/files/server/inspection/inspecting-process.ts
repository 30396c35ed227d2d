import { inspectContent } from './inspect-content';
import type { Inspection } from './verdict';

/**
 * A process of its own that looks into files, started by the inspector: a decoder that crashes,
 * hangs or eats memory takes this one along, and never the server.
 */
process.on('message', (asked: Inspection) => {
  void inspectContent(asked).then((verdict) => process.send?.({ id: asked.id, verdict }));
});
// The server is gone.
process.on('disconnect', () => process.exit(0));
