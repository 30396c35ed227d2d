import type { PeopleKeeper } from '../../contract/people';

/** Holds what the application keeps about people; it registers that before anybody signs in. */
export function createPeopleService() {
  let keeper: PeopleKeeper | undefined;
  return {
    register(given: PeopleKeeper): void {
      keeper = given;
    },
    /** @throws Error when the application registered nothing. */
    keeper(): PeopleKeeper {
      if (!keeper) throw new Error('Nobody registered what is kept about people (people.register)');
      return keeper;
    },
  };
}

export type PeopleService = ReturnType<typeof createPeopleService>;
