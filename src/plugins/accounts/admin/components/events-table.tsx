import { Td, Tr, Typography } from '@strapi/design-system';
import type { AccountEvent } from '../../contract/account-admin';
import { asTime } from '../../../../admin/parts/as-time';
import { ListTable } from '../../../../admin/parts/list-table';

const COLUMNS = ['When', 'What', 'By', 'From', 'Details'] as const;

const ACTORS: Record<string, string> = {
  anonymous: 'Not signed in',
  user: 'The person',
  panel: 'Staff',
  system: 'Shoal',
};

const sentence = (type: string) => {
  const words = type.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const actorOf = ({ actorKind, actorName }: AccountEvent) => {
  const kind = ACTORS[actorKind] ?? actorKind;
  return actorKind === 'panel' && actorName ? `${actorName} (staff)` : kind;
};

const detailsOf = ({ details }: AccountEvent) =>
  Object.entries(details)
    .map(([name, value]) => `${name}: ${value ?? 'none'}`)
    .join(', ');

/** What happened to the account, newest first. */
export const EventsTable = ({ events }: { events: AccountEvent[] }) =>
  events.length === 0 ? (
    <Typography textColor="neutral600">Nothing so far.</Typography>
  ) : (
    <ListTable caption="Security events" columns={COLUMNS} rowCount={events.length}>
      {events.map((event) => (
        <Tr key={event.id}>
          <Td>
            <Typography>{asTime(event.createdAt)}</Typography>
          </Td>
          <Td>
            <Typography fontWeight="semiBold">{sentence(event.type)}</Typography>
          </Td>
          <Td>
            <Typography>{actorOf(event)}</Typography>
          </Td>
          <Td>
            <Typography>{[event.address, event.device].filter(Boolean).join(', ')}</Typography>
          </Td>
          <Td>
            <Typography textColor="neutral600">{detailsOf(event)}</Typography>
          </Td>
        </Tr>
      ))}
    </ListTable>
  );
