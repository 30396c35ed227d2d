import { Table, Tbody, Th, Thead, Tr, Typography, VisuallyHidden } from '@strapi/design-system';
import type { ReactNode } from 'react';

interface ListTableProps {
  /** What readers of screens hear the table called. */
  caption: string;
  /** Headings; an empty one is for buttons. */
  columns: readonly string[];
  /** What readers of screens hear the column of buttons called. */
  actionsLabel?: string;
  rowCount: number;
  children: ReactNode;
}

/** A table of the panel with its headings. */
export const ListTable = ({
  caption,
  columns,
  actionsLabel,
  rowCount,
  children,
}: ListTableProps) => (
  <Table aria-label={caption} colCount={columns.length} rowCount={rowCount + 1}>
    <Thead>
      <Tr>
        {columns.map((column) => (
          <Th key={column}>
            {column === '' ? (
              <VisuallyHidden>{actionsLabel}</VisuallyHidden>
            ) : (
              <Typography variant="sigma" textColor="neutral600">
                {column}
              </Typography>
            )}
          </Th>
        ))}
      </Tr>
    </Thead>
    <Tbody>{children}</Tbody>
  </Table>
);
