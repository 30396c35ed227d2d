import { Button, Flex } from '@strapi/design-system';
import type { PanelCase } from '../../contract/panel';
import { useDecision } from '../hooks/use-decision';
import { useWords } from '../words';
import { HideButton } from './hide-button';
import { MuteButton } from './mute-button';

interface CaseActionsProps {
  reported: PanelCase;
  onDecide: () => void;
}

/** What can be decided about a reported message and its author. */
export function CaseActions({ reported, onDecide }: CaseActionsProps) {
  const words = useWords();
  const decide = useDecision();
  const { message, room, mutedUntil } = reported;
  const author = message.author?.name ?? words('person.gone');
  const ofMessage = `/messages/${message.id}`;
  const ofRoom = `/rooms/${encodeURIComponent(room.key)}`;

  async function doIt(path: string, done: string, body: object = {}): Promise<boolean> {
    const worked = await decide(path, { body, done });
    if (worked) onDecide();
    return worked;
  }

  return (
    <Flex gap={2} wrap="wrap">
      <Button
        variant="secondary"
        aria-label={words('close.label', { author })}
        onClick={() => void doIt(`${ofMessage}/close`, words('close.done'))}
      >
        {words('close')}
      </Button>
      {message.hiddenAt ? (
        <Button
          variant="secondary"
          aria-label={words('show.label', { author })}
          onClick={() => void doIt(`${ofMessage}/show`, words('show.done'))}
        >
          {words('show')}
        </Button>
      ) : (
        <HideButton
          author={author}
          onHide={(reason) =>
            doIt(`${ofMessage}/hide`, words('hide.done'), reason === '' ? {} : { reason })
          }
        />
      )}
      {message.author &&
        (mutedUntil ? (
          <Button
            variant="secondary"
            aria-label={words('unmute.label', { person: author })}
            onClick={() =>
              void doIt(`${ofRoom}/unmute`, words('unmute.done', { person: author }), {
                personId: message.author?.id,
              })
            }
          >
            {words('unmute')}
          </Button>
        ) : (
          <MuteButton
            person={author}
            room={room.title ?? room.key}
            onMute={(minutes) =>
              doIt(`${ofRoom}/mute`, words('mute.done', { person: author }), {
                personId: message.author?.id,
                minutes,
              })
            }
          />
        ))}
    </Flex>
  );
}
