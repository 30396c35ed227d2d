import { Alert, Button, Checkbox, Flex, Grid, Modal, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useFetchClient } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { OfferedExchange } from '../../contract/report';
import { saidBy } from '../said-by';

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

const today = () => new Date().toISOString().slice(0, 10);

/** Chooses columns and downloads the file. */
export function ExportDialog({ offered }: { offered: OfferedExchange }) {
  const { get } = useFetchClient();
  const { kind, columns } = offered;
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState(columns);
  const [forExcel, setForExcel] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState('');

  const toggle = (name: string, isChosen: boolean) =>
    setChosen(columns.filter((one) => (one === name ? isChosen : chosen.includes(one))));

  async function download() {
    setIsBusy(true);
    setFault('');
    try {
      const query = `columns=${chosen.join(',')}${forExcel ? '&bom=true' : ''}`;
      const answer = await get<Blob>(`/exchange/${kind}/export.csv?${query}`, {
        responseType: 'blob',
      });
      save(answer.data, `${kind}-${today()}.csv`);
      setIsOpen(false);
    } catch (error) {
      setFault(saidBy(error));
    }
    setIsBusy(false);
  }

  return (
    <Modal.Root open={isOpen} onOpenChange={setIsOpen}>
      <Modal.Trigger>
        <Button variant="tertiary" size="S" startIcon={<Download />}>
          Export
        </Button>
      </Modal.Trigger>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>Export {kind} as CSV</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            {fault && (
              <Alert
                variant="danger"
                title="Not exported"
                closeLabel="Close"
                onClose={() => setFault('')}
              >
                {fault}
              </Alert>
            )}
            <Flex justifyContent="space-between">
              <Typography variant="delta">Columns</Typography>
              <Flex gap={2}>
                <Button variant="tertiary" size="S" onClick={() => setChosen(columns)}>
                  All
                </Button>
                <Button variant="tertiary" size="S" onClick={() => setChosen([])}>
                  None
                </Button>
              </Flex>
            </Flex>
            <Grid.Root gap={3}>
              {columns.map((name) => (
                <Grid.Item key={name} col={4} s={6} xs={12}>
                  <Checkbox
                    checked={chosen.includes(name)}
                    onCheckedChange={(isChosen) => toggle(name, isChosen === true)}
                  >
                    {name}
                  </Checkbox>
                </Grid.Item>
              ))}
            </Grid.Root>
            <Checkbox
              checked={forExcel}
              onCheckedChange={(isChosen) => setForExcel(isChosen === true)}
            >
              To be opened in Excel by a double click
            </Checkbox>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">Cancel</Button>
          </Modal.Close>
          <Button loading={isBusy} disabled={chosen.length === 0} onClick={() => void download()}>
            Download
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
