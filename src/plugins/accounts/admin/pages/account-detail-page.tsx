import { Flex } from '@strapi/design-system';
import { BackButton, Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import { AccountActions } from '../components/account-actions';
import { AccountFacts } from '../components/account-facts';
import { ConfirmButton } from '../components/confirm-button';
import { EventsTable } from '../components/events-table';
import { Section } from '../../../../admin/parts/section';
import { SessionsTable } from '../components/sessions-table';
import { useAccount } from '../hooks/use-account';
import { CAN_MANAGE } from '../permissions';

/** One account: what it is, where it is signed in, and what happened to it. */
export function AccountDetailPage() {
  const { id = '' } = useParams();
  const { answer, hasFailed, change } = useAccount(id);
  const { isLoading, allowedActions } = useRBAC(CAN_MANAGE);

  if (hasFailed) return <Page.Error content="There is no such account, or it cannot be read." />;
  if (!answer || isLoading) return <Page.Loading />;
  const account = answer.data;
  const canManage = allowedActions['canManage'] === true;
  const revokeAll = canManage && account.liveSessions > 0 && (
    <ConfirmButton
      label="Revoke all"
      variant="danger-light"
      question={`Ends all sessions of ${account.username}, who then has to sign in again everywhere.`}
      onConfirm={() =>
        change({ method: 'del', path: '/sessions', done: 'All sessions are ended.' })
      }
    />
  );
  return (
    <Page.Main>
      <Page.Title>{account.username}</Page.Title>
      <Layouts.Header
        title={account.username}
        subtitle={account.email}
        navigationAction={<BackButton fallback=".." />}
        primaryAction={canManage && <AccountActions account={account} change={change} />}
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={8} paddingBottom={8}>
          <AccountFacts
            key={`${account.role?.type} ${account.track}`}
            account={account}
            roles={answer.meta.roles}
            canManage={canManage}
            change={change}
          />
          <Section title="Sessions" action={revokeAll}>
            <SessionsTable sessions={account.sessions} canManage={canManage} change={change} />
          </Section>
          <Section title="Security events">
            <EventsTable events={account.events} />
          </Section>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
