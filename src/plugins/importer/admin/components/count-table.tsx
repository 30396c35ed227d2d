import { Td, Tr, Typography } from '@strapi/design-system';
import { asNumber } from '../written';
import { useWords } from '../words';
import { ListTable } from '../../../../admin/parts/list-table';

interface CountTableProps {
  caption: string;
  /** What is counted. */
  counted: string;
  /** In the order in which they are given. */
  counts: readonly (readonly [name: string, count: number])[];
}

/** The most frequent first. */
export const byCount = (counts: Record<string, number>): [string, number][] =>
  Object.entries(counts).sort(([a, some], [b, more]) => more - some || (a < b ? -1 : 1));

/** Names with their numbers. */
export function CountTable({ caption, counted, counts }: CountTableProps) {
  const words = useWords();
  if (counts.length === 0) {
    return <Typography textColor="neutral600">{words('counts.none')}</Typography>;
  }
  return (
    <ListTable
      caption={caption}
      columns={[counted, words('column.records')]}
      rowCount={counts.length}
    >
      {counts.map(([name, count]) => (
        <Tr key={name}>
          <Td>
            <Typography>{name}</Typography>
          </Td>
          <Td>
            <Typography>{asNumber(count)}</Typography>
          </Td>
        </Tr>
      ))}
    </ListTable>
  );
}
