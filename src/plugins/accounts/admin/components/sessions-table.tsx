import { Badge, Td, Tr, Typography } from '@strapi/design-system';
import type { AccountSession } from '../../contract/account-admin';
import { asTime } from '../../../../admin/parts/as-time';
import type { AccountInHand } from '../hooks/use-account';
import { ConfirmButton } from './confirm-button';
import { ListTable } from '../../../../admin/parts/list-table';

const COLUMNS = ['Device', 'Address', 'Signed in', 'Last used', 'State', ''] as const;

interface SessionsTableProps {
  sessions: AccountSession[];
  canManage: boolean;
  change: AccountInHand['change'];
}

const stateOf = ({ isLive, endReason }: AccountSession) =>
  isLive ? 'Live' : (endReason ?? 'expired').replaceAll('-', ' ');

/** Where the person is and was signed in. */
export const SessionsTable = ({ sessions, canManage, change }: SessionsTableProps) =>
  sessions.length === 0 ? (
    <Typography textColor="neutral600">Never signed in, or not for a long time.</Typography>
  ) : (
    <ListTable
      caption="Sessions"
      columns={COLUMNS}
      actionsLabel="Actions"
      rowCount={sessions.length}
    >
      {sessions.map((session) => (
        <Tr key={session.id}>
          <Td>
            <Typography>{session.device}</Typography>
          </Td>
          <Td>
            <Typography>{session.address}</Typography>
          </Td>
          <Td>
            <Typography>
              {asTime(session.createdAt)}, by {session.method}
            </Typography>
          </Td>
          <Td>
            <Typography>{asTime(session.lastUsedAt)}</Typography>
          </Td>
          <Td>
            <Badge variant={session.isLive ? 'success' : 'neutral'}>{stateOf(session)}</Badge>
          </Td>
          <Td>
            {canManage && session.isLive && (
              <ConfirmButton
                label="Revoke"
                variant="danger-light"
                size="S"
                question={`Ends the session on ${session.device}. The person has to sign in there again.`}
                onConfirm={() =>
                  change({
                    method: 'del',
                    path: `/sessions/${session.id}`,
                    done: 'The session is ended.',
                  })
                }
              />
            )}
          </Td>
        </Tr>
      ))}
    </ListTable>
  );
