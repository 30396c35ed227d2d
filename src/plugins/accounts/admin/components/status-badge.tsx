import { Badge } from '@strapi/design-system';
import type { AccountStatus } from '../../contract/principal';

const VARIANTS = { active: 'success', pending: 'warning', suspended: 'danger' } as const;
export const STATUS_WORDS: Record<AccountStatus, string> = {
  active: 'Active',
  pending: 'Address not proven',
  suspended: 'Suspended',
};

export const StatusBadge = ({ status }: { status: AccountStatus }) => (
  <Badge variant={VARIANTS[status]}>{STATUS_WORDS[status]}</Badge>
);
