import { Alert, Button, Checkbox, Field, Flex, Modal } from '@strapi/design-system';
import { Upload } from '@strapi/icons';
import { useFetchClient } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { ImportReport, OfferedExchange } from '../../contract/report';
import { saidBy } from '../said-by';
import { ReportView } from './report-view';

/** Takes a file, shows what it would do, and does it when it is told to. */
export function ImportDialog({ offered }: { offered: OfferedExchange }) {
  const { post } = useFetchClient();
  const { kind, invites } = offered;
  const [isOpen, setIsOpen] = useState(false);
  const [file, setFile] = useState<File>();
  const [invite, setInvite] = useState(false);
  const [report, setReport] = useState<ImportReport>();
  const [hasImported, setHasImported] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState('');

  function choose(chosen: File | undefined) {
    setFile(chosen);
    setReport(undefined);
    setFault('');
  }

  async function send(isDryRun: boolean) {
    if (!file) return;
    setIsBusy(true);
    setFault('');
    try {
      const form = new FormData();
      form.append('file', file);
      const query = `dryRun=${isDryRun}${invite ? '&invite=true' : ''}`;
      const { data } = await post<{ data: ImportReport }>(
        `/exchange/${kind}/import?${query}`,
        form,
      );
      setReport(data.data);
      setHasImported(hasImported || !isDryRun);
    } catch (error) {
      setReport(undefined);
      setFault(saidBy(error));
    }
    setIsBusy(false);
  }

  function toggle(opens: boolean) {
    // The list shows what was there before; a new look at it shows what has come in.
    if (!opens && hasImported) window.location.reload();
    if (!opens) choose(undefined);
    setIsOpen(opens);
  }

  const mayImport = report?.isDryRun === true && report.failed === 0 && report.rows > 0;
  return (
    <Modal.Root open={isOpen} onOpenChange={toggle}>
      <Modal.Trigger>
        <Button variant="tertiary" size="S" startIcon={<Upload />}>
          Import
        </Button>
      </Modal.Trigger>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>Import {kind} from CSV</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            {fault && (
              <Alert
                variant="danger"
                title="Not imported"
                closeLabel="Close"
                onClose={() => setFault('')}
              >
                {fault}
              </Alert>
            )}
            <Field.Root
              name="file"
              hint="UTF-8, one line for each, the first line names the columns as an export does. Nothing is written before you have seen what the file would do."
            >
              <Field.Label>File</Field.Label>
              <input
                type="file"
                aria-label="File"
                accept=".csv,text/csv"
                onChange={(event) => choose(event.target.files?.[0])}
              />
              <Field.Hint />
            </Field.Root>
            {invites && (
              <Checkbox
                checked={invite}
                onCheckedChange={(isChosen) => setInvite(isChosen === true)}
              >
                Send an invitation to everybody who is new
              </Checkbox>
            )}
            {report && <ReportView report={report} onClose={() => setReport(undefined)} />}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{hasImported ? 'Done' : 'Cancel'}</Button>
          </Modal.Close>
          <Flex gap={2}>
            <Button
              variant="secondary"
              loading={isBusy && !mayImport}
              disabled={!file || isBusy || report?.isDryRun === false}
              onClick={() => void send(true)}
            >
              Check the file
            </Button>
            <Button
              loading={isBusy && mayImport}
              disabled={!mayImport || isBusy}
              onClick={() => void send(false)}
            >
              Import
            </Button>
          </Flex>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
