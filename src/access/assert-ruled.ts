import { ROW_RULES } from './row-rules';

/** Stops the boot when the generated REST API shows a type that nobody said who may see it. */
export function assertRuled(shown: Iterable<string>): void {
  const without = [...new Set(shown)].filter(
    (uid) => uid.startsWith('api::') && !(uid in ROW_RULES),
  );
  if (without.length > 0) {
    throw new Error(`src/access/row-rules.ts has no rule for ${without.join(', ')}`);
  }
}
