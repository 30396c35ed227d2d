import { Alert, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { MOST_LISTED_FAULTS, type ImportReport } from '../../contract/report';

const SHOWN = 100;

/** How many rows a file makes, changes and leaves, and what is wrong with which. */
export function ReportView({ report, onClose }: { report: ImportReport; onClose: () => void }) {
  const { isDryRun, rows, created, updated, unchanged, failed, errors } = report;
  const counts = `${rows === 1 ? '1 row' : `${rows} rows`}: ${created} new, ${updated} changed, ${unchanged} as they are, ${failed} wrong.`;
  const title = failed > 0 ? 'Nothing will be written' : isDryRun ? 'The file is fine' : 'Imported';
  const listed = Math.min(errors.length, SHOWN);
  const hasMore = errors.length > SHOWN || errors.length === MOST_LISTED_FAULTS;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Alert
        variant={failed > 0 ? 'danger' : isDryRun ? 'default' : 'success'}
        title={title}
        closeLabel="Close"
        onClose={onClose}
      >
        {counts}
      </Alert>
      {errors.length > 0 && (
        <Table colCount={3} rowCount={listed + 1} aria-label="What is wrong">
          <Thead>
            <Tr>
              {['Row', 'Column', 'What is wrong'].map((name) => (
                <Th key={name}>
                  <Typography variant="sigma">{name}</Typography>
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {errors.slice(0, SHOWN).map(({ row, column, code, message }, place) => (
              <Tr key={`${row}-${column ?? ''}-${code}-${place}`}>
                <Td>
                  <Typography>{row}</Typography>
                </Td>
                <Td>
                  <Typography>{column ?? '–'}</Typography>
                </Td>
                <Td>
                  <Typography>{message}</Typography>
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
      {hasMore && <Typography>These are the first {listed}.</Typography>}
    </Flex>
  );
}
