import { Box, Flex, Td, Tr, Typography } from '@strapi/design-system';
import type { RunView } from '../../contract/runs-http';
import { asNumber } from '../written';
import { useWords } from '../words';
import { ListTable } from '../../../../admin/parts/list-table';

const SHOWN_EXAMPLES = 3;

/** Records that their provider has no more, dataset by dataset. */
export function WithdrawalTable({
  caption,
  withdrawals,
}: {
  caption: string;
  withdrawals: RunView['withdrawals'];
}) {
  const words = useWords();
  const columns = [words('column.dataset'), words('column.gone'), words('column.stored')];
  return (
    <ListTable caption={caption} columns={columns} rowCount={withdrawals.length}>
      {withdrawals.map(({ datasetKey, records, stored, unread = 0, examples = [] }) => (
        <Tr key={datasetKey}>
          <Td>
            <Box paddingTop={2} paddingBottom={2} style={{ overflowWrap: 'anywhere' }}>
              <Flex direction="column" alignItems="flex-start" gap={1}>
                <Typography>{datasetKey}</Typography>
                {unread > 0 && (
                  <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal' }}>
                    {words('asked.unread', { unread: asNumber(unread) })}
                  </Typography>
                )}
                {examples.length > 0 && (
                  <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal' }}>
                    {words('asked.examples', {
                      examples: examples.slice(0, SHOWN_EXAMPLES).join(', '),
                    })}
                  </Typography>
                )}
              </Flex>
            </Box>
          </Td>
          <Td>
            <Typography>{asNumber(records)}</Typography>
          </Td>
          <Td>
            <Typography>{asNumber(stored)}</Typography>
          </Td>
        </Tr>
      ))}
    </ListTable>
  );
}
