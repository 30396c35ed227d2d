import type { Knex } from 'knex';
import { z } from 'zod';
import type { ShownEntry } from '../../lib/http/rest-query/present';
import type { Principal } from '../../plugins/accounts/contract/principal';
import { shownFile, type Files } from '../../plugins/files/contract/files';
import { countRegistrations, type RegistrationCounts } from './registration-counts';

const UID = 'api::event.event';

/** What an event shows beside its attributes; for the OpenAPI document. */
export const eventAdditions = {
  registrationCount: z.int().meta({ description: 'How many come.' }),
  waitingCount: z.int().meta({ description: 'How many wait for a place.' }),
  placesLeft: z.int().nullable().meta({ description: 'Null when there is no limit.' }),
  registration: z
    .object({ status: z.enum(['registered', 'waiting']), position: z.int().nullable() })
    .nullable()
    .meta({ description: 'Of who asks; `position` is their place in the waiting list, from 1.' }),
  cover: shownFile.nullable(),
};

const NOBODY = { registered: 0, waiting: 0, ownStatus: null, ownPosition: 0 };

/** The numbers of an event as they are shown. */
export function shownCounts(
  capacity: unknown,
  counts: Omit<RegistrationCounts, 'documentId'> = NOBODY,
) {
  const { registered, waiting, ownStatus, ownPosition } = counts;
  return {
    registrationCount: registered,
    waitingCount: waiting,
    // Fewer places than people when somebody took places away later.
    placesLeft: typeof capacity === 'number' ? Math.max(0, capacity - registered) : null,
    registration: ownStatus && {
      status: ownStatus,
      position: ownStatus === 'waiting' ? ownPosition : null,
    },
  };
}

interface Dependencies {
  db: Knex;
  files: Pick<Files, 'of'>;
}

/** Completes events by what is not stored on them: two statements, however many there are. */
export const createPresentEvents =
  ({ db, files }: Dependencies) =>
  async (entries: ShownEntry[], principal: Principal): Promise<void> => {
    const person = principal.kind === 'user' ? principal.documentId : null;
    const events = [...new Set(entries.map(({ documentId }) => documentId))];
    const ids = entries.map(({ id }) => Number(id));
    const counts = await countRegistrations(db, { events, person });
    const covers = await files.of({ contentType: UID, field: 'cover', ids });
    for (const entry of entries) {
      Object.assign(entry, shownCounts(entry['capacity'], counts.get(entry.documentId)), {
        cover: covers.get(Number(entry['id'])) ?? null,
      });
    }
  };
