import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useState } from 'react';
import { AskButton } from '../../../../admin/parts/ask-button';
import { useWords } from '../words';

/** In minutes. */
const TIMES = { hour: 60, day: 1440, week: 10_080, month: 43_200 } as const;
type Time = keyof typeof TIMES;
const CHOICES = Object.keys(TIMES) as Time[];

interface MuteButtonProps {
  person: string;
  room: string;
  /** Resolves to whether it worked. */
  onMute: (minutes: number) => Promise<boolean>;
}

/** Keeps somebody from writing in a room for a time. */
export function MuteButton({ person, room, onMute }: MuteButtonProps) {
  const words = useWords();
  const [time, setTime] = useState<Time>('day');
  return (
    <AskButton
      label={words('mute')}
      fullLabel={words('mute.label', { person })}
      variant="danger-light"
      question={words('mute.question', { person, room })}
      backLabel={words('button.back')}
      onConfirm={() => onMute(TIMES[time])}
    >
      <Field.Root name="time">
        <Field.Label>{words('mute.time')}</Field.Label>
        <SingleSelect
          value={time}
          onChange={(chosen) => setTime(CHOICES.find((one) => one === chosen) ?? 'day')}
        >
          {CHOICES.map((one) => (
            <SingleSelectOption key={one} value={one}>
              {words(`mute.${one}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
    </AskButton>
  );
}
