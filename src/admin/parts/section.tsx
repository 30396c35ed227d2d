import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface SectionProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A heading and what belongs to it, with a button at its side. */
export const Section = ({ title, action, children }: SectionProps) => (
  <Flex tag="section" direction="column" alignItems="stretch" gap={4}>
    <Flex justifyContent="space-between" gap={4}>
      <Typography variant="beta" tag="h2">
        {title}
      </Typography>
      {action}
    </Flex>
    {children}
  </Flex>
);
