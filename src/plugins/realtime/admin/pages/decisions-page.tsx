import { Flex, Td, Tr, Typography } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import { useState } from 'react';
import { ListTable } from '../../../../admin/parts/list-table';
import type { PanelDecision, PanelList } from '../../contract/panel';
import { ModerationFrame } from '../components/moderation-frame';
import { PreviousNext } from '../components/previous-next';
import { useAnswer } from '../../../../admin/parts/use-answer';
import { useWords, type Words } from '../words';
import { asTime, NOTHING } from '../../../../admin/parts/as-time';

const AT_ONCE = 25;
const COLUMNS = ['time', 'room', 'decision', 'person', 'by', 'reason'] as const;

function inWords({ action, until, seconds }: PanelDecision, words: Words): string {
  if (action === 'mute') return words('decided.mute', { until: asTime(until) });
  if (action === 'slow-mode') return words('slow.seconds', { seconds: seconds ?? 0 });
  return words(`decided.${action}`);
}

function deciderIn({ decidedBy: { kind, name } }: PanelDecision, words: Words): string {
  const known = name ?? words('person.gone');
  return kind === 'panel' ? words('decided.by.panel', { name: known }) : known;
}

/** What was decided in all rooms, newest first. */
export function DecisionsPage() {
  const words = useWords();
  const [trail, setTrail] = useState<string[]>([]);
  const cursor = trail.at(-1);
  const after = cursor === undefined ? '' : `&cursor=${cursor}`;
  const { answer, hasFailed, isLoading } = useAnswer<PanelList<PanelDecision>>(
    `/realtime/decisions?limit=${AT_ONCE}${after}`,
  );
  const decisions = answer?.data ?? [];

  if (hasFailed) return <Page.Error />;
  return (
    <ModerationFrame tab="decisions" isBusy={isLoading}>
      {!answer && <Page.Loading />}
      {answer && decisions.length === 0 && (
        <Typography textColor="neutral600">{words('decisions.none')}</Typography>
      )}
      {answer && decisions.length > 0 && (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <ListTable
            caption={words('decisions.caption')}
            columns={COLUMNS.map((column) => words(`column.${column}`))}
            rowCount={decisions.length}
          >
            {decisions.map((one) => (
              <Tr key={one.id}>
                {[
                  asTime(one.at),
                  one.room,
                  inWords(one, words),
                  one.person,
                  deciderIn(one, words),
                  one.reason,
                ].map((text, place) => (
                  <Td key={COLUMNS[place]}>
                    <Typography
                      textColor="neutral800"
                      style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
                    >
                      {text ?? NOTHING}
                    </Typography>
                  </Td>
                ))}
              </Tr>
            ))}
          </ListTable>
          <PreviousNext trail={trail} next={answer.meta.nextCursor} onGo={setTrail} />
        </Flex>
      )}
    </ModerationFrame>
  );
}
