import { Badge, Box, Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { Card } from '../../../../admin/parts/card';
import type { PanelCase } from '../../contract/panel';
import { useWords } from '../words';
import { asTime } from '../../../../admin/parts/as-time';
import { CaseActions } from './case-actions';
import { MessageLine } from './message-line';

interface CaseCardProps {
  reported: PanelCase;
  canDecide: boolean;
  onDecide: () => void;
}

/** A reported message: why it was reported, what was said around it, and what can be done. */
export function CaseCard({ reported, canDecide, onDecide }: CaseCardProps) {
  const words = useWords();
  const { message, room, isEditedSince, mutedUntil, reportCount, reports, before, after } =
    reported;
  const author = message.author?.name ?? words('person.gone');
  const name = words('case.name', { author, room: room.title ?? room.key });
  return (
    <Card name={name}>
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography variant="delta" tag="h2" textColor="neutral800">
            {name}
          </Typography>
          <Link tag={NavLink} to={`../rooms?room=${encodeURIComponent(room.key)}`}>
            {words('case.room', { room: room.key })}
          </Link>
        </Flex>
        <Flex gap={2} wrap="wrap">
          {message.hiddenAt && <Badge>{words('case.hidden')}</Badge>}
          {isEditedSince && <Badge variant="warning">{words('case.edited')}</Badge>}
          {mutedUntil && <Badge>{words('case.muted', { until: asTime(mutedUntil) })}</Badge>}
        </Flex>
      </Flex>
      <Box paddingTop={4}>
        <Typography variant="sigma" tag="h3" textColor="neutral600">
          {words('case.reports', { count: reportCount })}
        </Typography>
        <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
          {reports.map(({ id, reason, reporter, createdAt }) => (
            <li key={id}>
              <Typography
                tag="p"
                textColor="neutral800"
                style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
              >
                {reason}
              </Typography>
              <Typography variant="pi" textColor="neutral600" tag="p">
                {`${reporter?.name ?? words('person.gone')} · ${asTime(createdAt)}`}
              </Typography>
            </li>
          ))}
        </Flex>
      </Box>
      <Box paddingTop={4} paddingBottom={4}>
        <Typography variant="sigma" tag="h3" textColor="neutral600">
          {words('case.conversation')}
        </Typography>
        <Flex tag="ol" direction="column" alignItems="stretch" gap={2} paddingTop={2}>
          {[...before, message, ...after].map((one) => (
            <MessageLine key={one.id} message={one} isReported={one.id === message.id} />
          ))}
        </Flex>
      </Box>
      {canDecide && <CaseActions reported={reported} onDecide={onDecide} />}
    </Card>
  );
}
