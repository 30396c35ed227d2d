import { Badge, Box, Flex, Typography } from '@strapi/design-system';
import type { ShownMessage } from '../../contract/messages';
import { useWords, type Words } from '../words';
import { asTime } from '../../../../admin/parts/as-time';

function saying({ text, deletedAt, hiddenAt }: ShownMessage, words: Words): string | null {
  if (deletedAt) return words('message.deleted');
  return hiddenAt && text === '' ? words('message.hidden') : null;
}

interface MessageLineProps {
  message: ShownMessage;
  isReported: boolean;
}

/** A message as it was said. Its text is shown as text, whatever is in it. */
export function MessageLine({ message, isReported }: MessageLineProps) {
  const words = useWords();
  const { author, text, createdAt, attachments } = message;
  const instead = saying(message, words);
  return (
    <Box
      tag="li"
      padding={3}
      hasRadius
      background={isReported ? 'warning100' : 'neutral0'}
      borderColor={isReported ? 'warning200' : 'neutral150'}
      borderStyle="solid"
      borderWidth="1px"
    >
      <Flex gap={2} wrap="wrap" paddingBottom={1}>
        <Typography fontWeight="bold" textColor="neutral800">
          {author?.name ?? words('person.gone')}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {asTime(createdAt)}
        </Typography>
        {isReported && <Badge variant="warning">{words('message.reported')}</Badge>}
      </Flex>
      <Typography
        textColor={instead ? 'neutral600' : 'neutral800'}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {instead ?? text}
      </Typography>
      {attachments.length > 0 && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {words('message.attachments', { names: attachments.map(({ name }) => name).join(', ') })}
        </Typography>
      )}
    </Box>
  );
}
