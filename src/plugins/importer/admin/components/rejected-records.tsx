import { Box, Button, Flex, Td, Tr, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useFetchClient, useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { RejectedAnswer } from '../../contract/overview';
import type { RunView } from '../../contract/runs-http';
import { useLiveAnswer } from '../hooks/use-live-answer';
import { NOTHING } from '../../../../admin/parts/as-time';
import { asNumber } from '../written';
import { useWords } from '../words';
import { ListTable } from '../../../../admin/parts/list-table';
import { Section } from '../../../../admin/parts/section';

const SHOWN_CHARACTERS = 300;

const cut = (text: string) =>
  text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)} …` : text;

/** Gives a file to the browser to be saved. */
function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function DownloadAll({ id }: { id: number }) {
  const words = useWords();
  const { get } = useFetchClient();
  const { toggleNotification } = useNotification();
  const [isBusy, setIsBusy] = useState(false);

  async function download() {
    setIsBusy(true);
    try {
      const path = `/importer/runs/${id}/rejected.csv`;
      const { data } = await get<Blob>(path, { responseType: 'blob' });
      save(data, `import-${id}-rejected.csv`);
    } catch {
      toggleNotification({ type: 'danger', message: words('error.silent') });
    }
    setIsBusy(false);
  }

  return (
    <Button
      variant="tertiary"
      startIcon={<Download />}
      loading={isBusy}
      onClick={() => void download()}
    >
      {words('rejected.download')}
    </Button>
  );
}

/** What a run refused and why: the first of them, and all as a file. */
export function RejectedRecords({ run: { id, rejected } }: { run: RunView }) {
  const words = useWords();
  const { answer } = useLiveAnswer<RejectedAnswer>(`/importer/runs/${id}/rejected`);
  const first = answer?.data ?? [];
  const columns = [
    words('column.ordinal'),
    words('column.record'),
    words('column.reasons'),
    words('column.sent'),
  ];
  return (
    <Section title={words('rejected.title')} action={<DownloadAll id={id} />}>
      <ListTable caption={words('rejected.title')} columns={columns} rowCount={first.length}>
        {first.map(({ ordinal, providerRecordId, reasons, source }) => (
          <Tr key={ordinal}>
            <Td>
              <Typography>{asNumber(ordinal)}</Typography>
            </Td>
            <Td>
              <Typography>{providerRecordId ?? NOTHING}</Typography>
            </Td>
            <Td>
              <Typography>{reasons.join(', ')}</Typography>
            </Td>
            <Td>
              <Box
                maxWidth="48rem"
                paddingTop={3}
                paddingBottom={3}
                style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}
              >
                <Typography variant="pi" textColor="neutral600">
                  {cut(source ?? NOTHING)}
                </Typography>
              </Box>
            </Td>
          </Tr>
        ))}
      </ListTable>
      {rejected > first.length && (
        <Flex>
          <Typography textColor="neutral600">
            {words('rejected.more', { shown: first.length, all: asNumber(rejected) })}
          </Typography>
        </Flex>
      )}
    </Section>
  );
}
