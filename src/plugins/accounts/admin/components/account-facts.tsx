import {
  Box,
  Button,
  Field,
  Flex,
  Grid,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { AccountAnswer } from '../../contract/account-admin';
import { asTime } from '../../../../admin/parts/as-time';
import type { AccountInHand } from '../hooks/use-account';
import { StatusBadge } from './status-badge';

const LONGEST_TRACK = 100;

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <Flex direction="column" alignItems="flex-start" gap={1}>
    <Typography tag="dt" variant="sigma" textColor="neutral600">
      {name}
    </Typography>
    <Typography tag="dd">{children}</Typography>
  </Flex>
);

interface AccountFactsProps {
  account: AccountAnswer['data'];
  roles: AccountAnswer['meta']['roles'];
  canManage: boolean;
  change: AccountInHand['change'];
}

/** What the account is, and its role and track to be changed. */
export function AccountFacts({ account, roles, canManage, change }: AccountFactsProps) {
  const kept = { role: account.role?.type ?? '', track: account.track ?? '' };
  const [role, setRole] = useState(kept.role);
  const [track, setTrack] = useState(kept.track);
  const [isBusy, setIsBusy] = useState(false);
  const isChanged = role !== kept.role || track.trim() !== kept.track;

  async function save(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    const body = { role, track: track.trim() || null };
    await change({ method: 'put', body, done: 'The role and track are saved.' });
    setIsBusy(false);
  }

  return (
    <Box background="neutral0" padding={6} hasRadius shadow="tableShadow">
      <Box tag="dl" paddingBottom={6}>
        <Grid.Root gap={4}>
          {[
            ['Status', <StatusBadge key="status" status={account.status} />] as const,
            ['Last sign-in', asTime(account.lastSignInAt)] as const,
            ['Address proven', asTime(account.emailVerifiedAt)] as const,
            ['Account made', asTime(account.createdAt)] as const,
          ].map(([name, value]) => (
            <Grid.Item key={name} col={3} s={6} xs={12}>
              <Fact name={name}>{value}</Fact>
            </Grid.Item>
          ))}
        </Grid.Root>
      </Box>
      <form onSubmit={(event) => void save(event)}>
        <Flex gap={4} alignItems="flex-end" wrap="wrap">
          <Field.Root name="role" width="16rem">
            <Field.Label>Role</Field.Label>
            <SingleSelect
              value={role}
              disabled={!canManage}
              onChange={(value) => setRole(String(value))}
            >
              {roles.map(({ type, name }) => (
                <SingleSelectOption key={type} value={type}>
                  {name}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
          <Field.Root name="track" width="16rem">
            <Field.Label>Track</Field.Label>
            <TextInput
              value={track}
              maxLength={LONGEST_TRACK}
              disabled={!canManage}
              onChange={(event) => setTrack(event.target.value)}
            />
          </Field.Root>
          {canManage && (
            <Button type="submit" size="L" disabled={!isChanged} loading={isBusy}>
              Save
            </Button>
          )}
        </Flex>
      </form>
    </Box>
  );
}
