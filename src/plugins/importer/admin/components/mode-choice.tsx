import { Checkbox, Field, Flex, Radio } from '@strapi/design-system';
import type { IMPORT_MODES } from '../../contract/run-request';
import { useWords } from '../words';

export type Mode = (typeof IMPORT_MODES)[number];

/** The careful ones first. */
const MODES: readonly Mode[] = ['dry-run', 'incremental', 'full'];

interface ModeChoiceProps {
  mode: Mode;
  isConfirmed: boolean;
  onMode: (mode: Mode) => void;
  onConfirm: (isConfirmed: boolean) => void;
}

/** How to import; reading everything again has to be meant. */
export function ModeChoice({ mode, isConfirmed, onMode, onConfirm }: ModeChoiceProps) {
  const words = useWords();
  return (
    <Field.Root name="mode" hint={words(`mode.${mode}.hint`)}>
      <Field.Label id="import-mode">{words('start.mode')}</Field.Label>
      <Radio.Group
        aria-labelledby="import-mode"
        value={mode}
        onValueChange={(value) => onMode(value as Mode)}
      >
        <Flex gap={6} wrap="wrap">
          {MODES.map((one) => (
            <Radio.Item key={one} value={one}>
              {words(`mode.${one}`)}
            </Radio.Item>
          ))}
        </Flex>
      </Radio.Group>
      <Field.Hint />
      {mode === 'full' && (
        <Checkbox checked={isConfirmed} onCheckedChange={(checked) => onConfirm(checked === true)}>
          {words('mode.full.confirm')}
        </Checkbox>
      )}
    </Field.Root>
  );
}
