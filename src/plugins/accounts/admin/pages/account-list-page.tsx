import { Flex, Link, Td, Tr, Typography } from '@strapi/design-system';
import { Layouts, Page, Pagination } from '@strapi/strapi/admin';
import { NavLink, useSearchParams } from 'react-router-dom';
import { useAnswer } from '../../../../admin/parts/use-answer';
import type { AccountLine, AccountListAnswer } from '../../contract/account-admin';
import { asTime } from '../../../../admin/parts/as-time';
import { ListFilters } from '../components/list-filters';
import { ListTable } from '../../../../admin/parts/list-table';
import { StatusBadge } from '../components/status-badge';

const COLUMNS = [
  'Name',
  'Mail address',
  'Status',
  'Role',
  'Track',
  'Last sign-in',
  'Live sessions',
];
const ASKED = ['search', 'status', 'page', 'pageSize'];

const Line = ({ account }: { account: AccountLine }) => (
  <Tr>
    <Td>
      <Link tag={NavLink} to={account.id}>
        {account.username}
      </Link>
    </Td>
    <Td>
      <Typography>{account.email}</Typography>
    </Td>
    <Td>
      <StatusBadge status={account.status} />
    </Td>
    <Td>
      <Typography>{account.role?.name ?? '–'}</Typography>
    </Td>
    <Td>
      <Typography>{account.track ?? '–'}</Typography>
    </Td>
    <Td>
      <Typography>{asTime(account.lastSignInAt)}</Typography>
    </Td>
    <Td>
      <Typography>{account.liveSessions}</Typography>
    </Td>
  </Tr>
);

/** The accounts, newest first; what is searched for stands in the address and survives a reload. */
export function AccountListPage() {
  const [address, setAddress] = useSearchParams();
  const asked = new URLSearchParams([...address].filter(([name]) => ASKED.includes(name)));
  const { answer, hasFailed, isLoading } = useAnswer<AccountListAnswer>(
    `/accounts/users?${asked.toString()}`,
  );

  /** A new question starts at the first page. */
  function ask(name: string, value: string) {
    const next = new URLSearchParams(address);
    next.delete('page');
    if (value === '') next.delete(name);
    else next.set(name, value);
    setAddress(next);
  }

  if (hasFailed) return <Page.Error />;
  if (!answer) return <Page.Loading />;
  const { total, pageCount, pageSize } = answer.meta;
  return (
    <Page.Main aria-busy={isLoading}>
      <Page.Title>Accounts</Page.Title>
      <Layouts.Header title="Accounts" subtitle={total === 1 ? '1 account' : `${total} accounts`} />
      <Layouts.Action
        startActions={
          <ListFilters
            search={address.get('search') ?? ''}
            status={address.get('status') ?? ''}
            onSearch={(text) => ask('search', text)}
            onStatus={(status) => ask('status', status)}
          />
        }
      />
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {answer.data.length === 0 ? (
            <Page.NoData content="Nobody is found by that." />
          ) : (
            <ListTable caption="Accounts" columns={COLUMNS} rowCount={answer.data.length}>
              {answer.data.map((account) => (
                <Line key={account.id} account={account} />
              ))}
            </ListTable>
          )}
          <Pagination.Root pageCount={pageCount} total={total} defaultPageSize={pageSize}>
            <Pagination.PageSize options={['10', '25', '50', '100']} />
            <Pagination.Links />
          </Pagination.Root>
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
}
