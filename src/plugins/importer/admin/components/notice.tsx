import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

const LOOKS = {
  danger: { background: 'danger100', borderColor: 'danger200', color: 'danger700' },
  warning: { background: 'warning100', borderColor: 'warning200', color: 'warning700' },
  plain: { background: 'neutral0', borderColor: 'neutral200', color: 'neutral800' },
} as const;

interface NoticeProps {
  kind: keyof typeof LOOKS;
  title: string;
  children: ReactNode;
}

/** Something to be read that stays, which an alert of the design system does not. */
export function Notice({ kind, title, children }: NoticeProps) {
  const { background, borderColor, color } = LOOKS[kind];
  return (
    <Flex
      direction="column"
      alignItems="flex-start"
      gap={1}
      padding={4}
      hasRadius
      background={background}
      borderColor={borderColor}
      borderStyle="solid"
      borderWidth="1px"
    >
      <Typography fontWeight="bold" textColor={color}>
        {title}
      </Typography>
      <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Typography>
    </Flex>
  );
}
