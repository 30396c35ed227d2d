import {
  Button,
  Checkbox,
  Field,
  Flex,
  Modal,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Play } from '@strapi/icons';
import { useState } from 'react';
import type { ProfilesAnswer } from '../../contract/overview';
import type { RunView } from '../../contract/runs-http';
import { useLiveAnswer } from '../hooks/use-live-answer';
import { useCall } from '../hooks/use-call';
import { readQuestion, type FieldTexts } from '../question/read-question';
import { canMeanAll, fieldsOf } from '../question/source-fields';
import { asSource } from '../written';
import { useWords } from '../words';
import { ModeChoice, type Mode } from './mode-choice';
import { QuestionFields } from './question-fields';

const FREE = 'free:';

/** Asks what to import and how, and has it queued. */
export function StartDialog({ onStart }: { onStart: (run: RunView) => void }) {
  const words = useWords();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Modal.Root open={isOpen} onOpenChange={setIsOpen}>
      <Modal.Trigger>
        <Button startIcon={<Play />}>{words('start.open')}</Button>
      </Modal.Trigger>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{words('start.title')}</Modal.Title>
        </Modal.Header>
        {isOpen && (
          <StartForm
            onStart={(run) => {
              setIsOpen(false);
              onStart(run);
            }}
          />
        )}
      </Modal.Content>
    </Modal.Root>
  );
}

function StartForm({ onStart }: { onStart: (run: RunView) => void }) {
  const words = useWords();
  const call = useCall();
  const { answer } = useLiveAnswer<ProfilesAnswer>('/importer/profiles');
  const [chosen, setChosen] = useState('');
  const [texts, setTexts] = useState<FieldTexts>({});
  const [mode, setMode] = useState<Mode>('dry-run');
  const [isConfirmed, setIsConfirmed] = useState(false);
  const [meansAll, setMeansAll] = useState(false);
  const [isBusy, setIsBusy] = useState(false);

  const profiles = answer?.data ?? [];
  const profile = profiles.find(({ source, name }) => chosen === `${source}:${name}`);
  const source = chosen.startsWith(FREE) ? chosen.slice(FREE.length) : null;
  const fields = source === null ? [] : fieldsOf(source);
  const { parameters, faults } = readQuestion(fields, texts);
  const isOpenQuestion = source !== null && Object.keys(parameters).length === 0;
  const asksAll = isOpenQuestion && source !== null && canMeanAll(source);
  const isReady =
    chosen !== '' &&
    Object.keys(faults).length === 0 &&
    (mode !== 'full' || isConfirmed) &&
    (!asksAll || meansAll);

  async function start() {
    setIsBusy(true);
    const question = profile
      ? { source: profile.source, profile: profile.name }
      : { source, parameters, ...(asksAll && { all: true }) };
    const body = { ...question, mode, ...(mode === 'full' && { confirm: true }) };
    const started = await call<{ data: RunView }>('/importer/runs', {
      body,
      done: words('start.done'),
    });
    setIsBusy(false);
    if (started) onStart(started.data);
  }

  return (
    <>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={6}>
          <Field.Root name="what">
            <Field.Label>{words('start.what')}</Field.Label>
            <SingleSelect
              value={chosen}
              placeholder={words('start.what.placeholder')}
              onChange={(value) => setChosen(String(value))}
            >
              {profiles.map(({ source: of, name }) => (
                <SingleSelectOption key={`${of}:${name}`} value={`${of}:${name}`}>
                  {words('start.profile', { name, source: asSource(of) })}
                </SingleSelectOption>
              ))}
              {(answer?.meta.sources ?? []).map((one) => (
                <SingleSelectOption key={one} value={`${FREE}${one}`}>
                  {words('start.source', { source: asSource(one) })}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
          {profile && (
            <Field.Root name="asks">
              <Field.Label>{words('start.asks')}</Field.Label>
              <Typography variant="pi" textColor="neutral600">
                {JSON.stringify(profile.parameters)}
              </Typography>
            </Field.Root>
          )}
          {source !== null && (
            <QuestionFields fields={fields} texts={texts} faults={faults} onChange={setTexts} />
          )}
          {asksAll && (
            <Checkbox
              checked={meansAll}
              onCheckedChange={(checked) => setMeansAll(checked === true)}
            >
              {words('start.all', { source: asSource(source) })}
            </Checkbox>
          )}
          <ModeChoice
            mode={mode}
            isConfirmed={isConfirmed}
            onMode={setMode}
            onConfirm={setIsConfirmed}
          />
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button variant="tertiary">{words('button.back')}</Button>
        </Modal.Close>
        <Button loading={isBusy} disabled={!isReady} onClick={() => void start()}>
          {words('start.submit')}
        </Button>
      </Modal.Footer>
    </>
  );
}
