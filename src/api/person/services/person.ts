import type { Core } from '@strapi/strapi';
import { createKeyring } from '../../../lib/keyring';
import { createSealedCursors } from '../../../lib/sealed-cursor';
import type { AccountDirectory } from '../../../plugins/accounts/contract/account-directory';
import { namePeople } from '../../profile/name-people';
import { membershipRows } from '../membership-rows';
import { createPersonAdministration, type PersonAdministration } from '../person-administration';
import { createPersonList, type PersonList } from '../person-list';
import { personRows } from '../person-rows';

export interface PersonService {
  list: PersonList;
  administration: PersonAdministration;
}

export default ({ strapi }: { strapi: Core.Strapi }): PersonService => {
  const db = () => strapi.db.connection;
  const keys = strapi.config.get<string[]>('server.app.keys');
  const cursors = createSealedCursors(createKeyring(keys, 'person.list'));
  return {
    list: createPersonList({ db, rows: personRows, cursors: () => cursors }),
    administration: createPersonAdministration({
      db,
      people: personRows,
      memberships: membershipRows,
      directory: () => strapi.plugin('accounts').service<AccountDirectory>('accountDirectory'),
      namePeople,
    }),
  };
};
