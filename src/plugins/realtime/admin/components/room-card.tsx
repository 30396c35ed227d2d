import {
  Box,
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useState } from 'react';
import { Card } from '../../../../admin/parts/card';
import type { PanelRoomState } from '../../contract/panel';
import { useDecision } from '../hooks/use-decision';
import { useWords } from '../words';
import { asTime } from '../../../../admin/parts/as-time';

const PAUSES = [0, 10, 30, 60, 300, 3600];

interface RoomCardProps {
  room: PanelRoomState;
  canDecide: boolean;
  onDecide: () => void;
}

/** What is in force in a room: its slow mode, and who may not write. */
export function RoomCard({ room, canDecide, onDecide }: RoomCardProps) {
  const words = useWords();
  const decide = useDecision();
  const { key, title, slowModeSeconds, muted } = room;
  const [seconds, setSeconds] = useState(slowModeSeconds);
  const path = `/rooms/${encodeURIComponent(key)}`;
  const choices = [...new Set([...PAUSES, slowModeSeconds])].sort((a, b) => a - b);
  const name = title ?? key;

  async function doIt(what: string, done: string, body: object): Promise<void> {
    if (await decide(`${path}/${what}`, { body, done })) onDecide();
  }

  return (
    <Card name={name}>
      <Typography variant="delta" tag="h2" textColor="neutral800">
        {name}
      </Typography>
      <Typography variant="pi" textColor="neutral600" tag="p">
        {key}
      </Typography>
      <Flex gap={2} alignItems="flex-end" paddingTop={4} wrap="wrap">
        <Field.Root name={`slow-mode-${key}`} width="40rem" hint={words('slow.hint')}>
          <Field.Label>{words('slow.field')}</Field.Label>
          <Flex gap={2}>
            <Box flex="1">
              <SingleSelect
                value={String(seconds)}
                disabled={!canDecide}
                onChange={(chosen) => setSeconds(Number(chosen))}
              >
                {choices.map((one) => (
                  <SingleSelectOption key={one} value={String(one)}>
                    {words('slow.seconds', { seconds: one })}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Box>
            {canDecide && (
              <Button
                size="L"
                variant="secondary"
                disabled={seconds === slowModeSeconds}
                aria-label={words('slow.set.label', { room: name })}
                onClick={() => void doIt('slow-mode', words('slow.done'), { seconds })}
              >
                {words('slow.set')}
              </Button>
            )}
          </Flex>
          <Field.Hint />
        </Field.Root>
      </Flex>
      {muted.length > 0 && (
        <Box paddingTop={4}>
          <Typography variant="sigma" tag="h3" textColor="neutral600">
            {words('room.muted')}
          </Typography>
          <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
            {muted.map(({ person, until }) => (
              <Flex key={person.id} tag="li" gap={4} justifyContent="space-between">
                <Typography textColor="neutral800">
                  {words('room.muted.until', { person: person.name, until: asTime(until) })}
                </Typography>
                {canDecide && (
                  <Button
                    variant="secondary"
                    size="S"
                    aria-label={words('unmute.label', { person: person.name })}
                    onClick={() =>
                      void doIt('unmute', words('unmute.done', { person: person.name }), {
                        personId: person.id,
                      })
                    }
                  >
                    {words('unmute')}
                  </Button>
                )}
              </Flex>
            ))}
          </Flex>
        </Box>
      )}
    </Card>
  );
}
