/** What Strapi's permission engine makes of the grants of a role. */
export interface Ability {
  can(action: string): boolean;
}

export interface AbilitiesService {
  /** What the role may do, as it was at most a second ago. Null when it has no grants. */
  of(roleType: string): Promise<Ability | null>;
}

interface Dependencies {
  /** The actions granted to a role. */
  readActions: (roleType: string) => Promise<string[]>;
  makeAbility: (actions: string[]) => Promise<Ability>;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
}

const FRESH_MS = 1_000;

/** Roles are few and change rarely, so each is read once in a second and not at each request. */
export function createAbilitiesService({
  readActions,
  makeAbility,
  now,
}: Dependencies): AbilitiesService {
  const known = new Map<string, { readAt: number; ability: Promise<Ability | null> }>();

  const read = async (roleType: string): Promise<Ability | null> => {
    const actions = await readActions(roleType);
    return actions.length > 0 ? makeAbility(actions) : null;
  };

  return {
    of(roleType) {
      const found = known.get(roleType);
      if (found && now() - found.readAt < FRESH_MS) return found.ability;
      const ability = read(roleType);
      known.set(roleType, { readAt: now(), ability });
      // What could not be read is asked for again.
      ability.catch(() => known.delete(roleType));
      return ability;
    },
  };
}
