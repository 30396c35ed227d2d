import type { Knex } from 'knex';
import type { ImportProfiles } from '../../contract/profiles';
import { noSuchProfile } from '../errors';
import type { ProfileRepository } from '../repositories/profiles';

interface ProfilesDependencies {
  db: Knex;
  profiles: ProfileRepository;
  /** In the order in which their profiles are taken. */
  sources: readonly string[];
}

export const createProfilesService = ({
  db,
  profiles,
  sources,
}: ProfilesDependencies): ImportProfiles => ({
  async findEnabled() {
    return (await profiles.findAll(db, sources)).filter(({ isEnabled }) => isEnabled);
  },

  async find(name) {
    const profile = await profiles.find(db, name);
    if (!profile) throw noSuchProfile(name);
    return profile;
  },
});
