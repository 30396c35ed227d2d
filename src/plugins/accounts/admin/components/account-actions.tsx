import { Flex } from '@strapi/design-system';
import type { AccountLine } from '../../contract/account-admin';
import type { AccountInHand } from '../hooks/use-account';
import { ConfirmButton } from './confirm-button';

interface AccountActionsProps {
  account: AccountLine;
  change: AccountInHand['change'];
}

/** What can be done to the account as it is now. */
export const AccountActions = ({ account, change }: AccountActionsProps) => (
  <Flex gap={2}>
    {account.status === 'pending' && (
      <ConfirmButton
        label="Send verification"
        question={`Sends a mail to ${account.email} with a link that proves the address. Links of earlier mails stop working.`}
        onConfirm={() =>
          change({ method: 'post', path: '/resend', body: {}, done: 'The mail is on its way.' })
        }
      />
    )}
    {account.status === 'suspended' ? (
      <ConfirmButton
        label="Reinstate"
        variant="success"
        question={`${account.username} can sign in again.`}
        onConfirm={() =>
          change({
            method: 'post',
            path: '/reinstate',
            body: {},
            done: 'The account is reinstated.',
          })
        }
      />
    ) : (
      <ConfirmButton
        label="Suspend"
        variant="danger"
        question={`${account.username} is signed out everywhere within seconds and cannot sign in until reinstated.`}
        asksReason
        onConfirm={(reason) =>
          change({
            method: 'post',
            path: '/suspend',
            body: { reason },
            done: 'The account is suspended.',
          })
        }
      />
    )}
  </Flex>
);
