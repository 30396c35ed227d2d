import { Box } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** One thing of a list that is more than a row; `name` is what readers of screens hear it called. */
export const Card = ({ name, children }: { name: string; children: ReactNode }) => (
  <Box
    tag="article"
    aria-label={name}
    background="neutral0"
    padding={5}
    hasRadius
    shadow="tableShadow"
  >
    {children}
  </Box>
);
