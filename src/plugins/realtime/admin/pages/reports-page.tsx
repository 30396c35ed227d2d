import { Flex, Typography } from '@strapi/design-system';
import { Page, useRBAC } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import type { PanelCase, PanelList } from '../../contract/panel';
import { CaseCard } from '../components/case-card';
import { ModerationFrame } from '../components/moderation-frame';
import { PreviousNext } from '../components/previous-next';
import { useAnswer } from '../../../../admin/parts/use-answer';
import { CAN_DECIDE } from '../permissions';
import { useWords } from '../words';

const AT_ONCE = 10;

/** Messages that were reported and wait for a decision, those that wait longest first. */
export function ReportsPage() {
  const words = useWords();
  const [trail, setTrail] = useState<string[]>([]);
  const cursor = trail.at(-1);
  const after = cursor === undefined ? '' : `&cursor=${cursor}`;
  const { answer, hasFailed, isLoading, reload } = useAnswer<PanelList<PanelCase>>(
    `/realtime/reports?limit=${AT_ONCE}${after}`,
  );
  const { allowedActions } = useRBAC(CAN_DECIDE);
  const top = useRef<HTMLDivElement>(null);
  const hasDecided = useRef(false);

  useEffect(() => {
    // The button that was pressed is gone with its message: who uses the keyboard goes on from here.
    if (hasDecided.current) top.current?.focus();
    hasDecided.current = false;
  }, [answer]);

  function decided() {
    hasDecided.current = true;
    // The last one of this page leaves an empty page behind.
    if (answer?.data.length === 1 && trail.length > 0) setTrail(trail.slice(0, -1));
    else reload();
  }

  if (hasFailed) return <Page.Error />;
  return (
    <ModerationFrame tab="reports" isBusy={isLoading}>
      {!answer && <Page.Loading />}
      {answer && (
        <Flex direction="column" alignItems="stretch" gap={6}>
          <div ref={top} tabIndex={-1} style={{ outline: 'none' }}>
            <Typography textColor="neutral600">
              {answer.data.length === 0 ? words('reports.none') : words('reports.order')}
            </Typography>
          </div>
          {answer.data.map((reported) => (
            <CaseCard
              key={reported.message.id}
              reported={reported}
              canDecide={allowedActions['canDecide'] === true}
              onDecide={decided}
            />
          ))}
          <PreviousNext trail={trail} next={answer.meta.nextCursor} onGo={setTrail} />
        </Flex>
      )}
    </ModerationFrame>
  );
}
