import type { ExchangeKind, ExchangeKinds } from '../../contract/kind';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export interface KindsService extends ExchangeKinds {
  find(name: string): ExchangeKind | undefined;
  all(): ExchangeKind[];
}

/** What leaves and comes in as CSV, as the app has declared it. */
export function createKindsService(): KindsService {
  const kinds = new Map<string, ExchangeKind>();

  return {
    register(kind) {
      const { name } = kind;
      if (!NAME.test(name)) throw new Error(`Exchange "${name}": the name must be kebab-case.`);
      if (kinds.has(name)) throw new Error(`Exchange "${name}" is registered twice.`);
      kinds.set(name, kind);
    },

    find: (name) => kinds.get(name),
    all: () => [...kinds.values()],
  };
}
