import { Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Page, useRBAC } from '@strapi/strapi/admin';
import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { PanelList, PanelRoomState } from '../../contract/panel';
import { ModerationFrame } from '../components/moderation-frame';
import { PreviousNext } from '../components/previous-next';
import { RoomCard } from '../components/room-card';
import { useAnswer } from '../../../../admin/parts/use-answer';
import { CAN_DECIDE } from '../permissions';
import { useWords } from '../words';

const AT_ONCE = 20;

/** Asks for a room by its name. */
function RoomSearch({ room, onSearch }: { room: string; onSearch: (room: string) => void }) {
  const words = useWords();
  const [text, setText] = useState(room);

  function search(event: FormEvent) {
    event.preventDefault();
    onSearch(text.trim());
  }

  return (
    <form onSubmit={search} role="search">
      <Flex gap={2} alignItems="flex-end">
        <Field.Root name="room" width="40rem" hint={words('room.search.hint')}>
          <Field.Label>{words('room.search')}</Field.Label>
          <Flex gap={2}>
            <TextInput value={text} onChange={(event) => setText(event.target.value)} />
            <Button type="submit" size="L">
              {words('room.find')}
            </Button>
          </Flex>
          <Field.Hint />
        </Field.Root>
      </Flex>
    </form>
  );
}

/** Rooms in which something is in force, or the one that is asked for. */
export function RoomsPage() {
  const words = useWords();
  const [asked, setAsked] = useSearchParams();
  const [trail, setTrail] = useState<string[]>([]);
  const room = asked.get('room') ?? '';
  const cursor = trail.at(-1);
  const after = cursor === undefined ? '' : `&cursor=${cursor}`;
  const wanted = room === '' ? after : `&room=${encodeURIComponent(room)}`;
  const { answer, hasFailed, isLoading, reload } = useAnswer<PanelList<PanelRoomState>>(
    `/realtime/rooms?limit=${AT_ONCE}${wanted}`,
  );
  const { allowedActions } = useRBAC(CAN_DECIDE);

  function search(name: string) {
    setTrail([]);
    setAsked(name === '' ? {} : { room: name });
  }

  return (
    <ModerationFrame tab="rooms" isBusy={isLoading}>
      <Flex direction="column" alignItems="stretch" gap={6}>
        <RoomSearch key={room} room={room} onSearch={search} />
        {!answer && !hasFailed && <Page.Loading />}
        <Typography textColor="neutral600" role="status">
          {hasFailed && words('room.missing')}
          {answer?.data.length === 0 && words('rooms.none')}
        </Typography>
        {answer?.data.map((one) => (
          <RoomCard
            key={`${one.key} ${one.slowModeSeconds}`}
            room={one}
            canDecide={allowedActions['canDecide'] === true}
            onDecide={reload}
          />
        ))}
        {answer && <PreviousNext trail={trail} next={answer.meta.nextCursor} onGo={setTrail} />}
      </Flex>
    </ModerationFrame>
  );
}
