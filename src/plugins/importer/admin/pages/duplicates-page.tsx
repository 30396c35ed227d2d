import { Flex } from '@strapi/design-system';
import { Page, useRBAC } from '@strapi/strapi/admin';
import { useState } from 'react';
import { LINK_STATES, type LinkView } from '../../contract/links-http';
import { FilterSelect } from '../components/filter-select';
import { ImportsFrame } from '../components/imports-frame';
import { LinkPair } from '../components/link-pair';
import { OlderNewer } from '../components/older-newer';
import { useLiveAnswer } from '../hooks/use-live-answer';
import { CAN_DECIDE } from '../permissions';
import { useWords, type WordKey } from '../words';

const AT_ONCE = 10;

interface LinksAnswer {
  data: LinkView[];
  meta: { nextCursor: string | null };
}

const NONE: Record<LinkView['state'], WordKey> = {
  waiting: 'duplicates.none',
  automatic: 'duplicates.none.automatic',
  confirmed: 'duplicates.none.confirmed',
  rejected: 'duplicates.none.rejected',
};

/** Pairs of records of two providers: those to decide about, and those that are decided. */
export function DuplicatesPage() {
  const words = useWords();
  const [trail, setTrail] = useState<string[]>([]);
  const [state, setState] = useState<LinkView['state']>('waiting');
  const cursor = trail.at(-1);
  const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  const path = `/importer/links?state=${state}&limit=${AT_ONCE}${after}`;
  const { answer, hasFailed, isLoading, reload } = useLiveAnswer<LinksAnswer>(path);
  const { allowedActions } = useRBAC(CAN_DECIDE);

  function show(chosen: string) {
    setTrail([]);
    setState(LINK_STATES.find((one) => one === chosen) ?? 'waiting');
  }

  if (!answer && hasFailed) return <Page.Error />;
  return (
    <ImportsFrame tab="duplicates" isBusy={isLoading}>
      <Flex paddingBottom={6}>
        <FilterSelect
          label={words('duplicates.show')}
          name="state"
          value={state}
          options={LINK_STATES.map((one) => [one, words(`duplicates.show.${one}`)])}
          onChange={show}
        />
      </Flex>
      {!answer && <Page.Loading />}
      {answer?.data.length === 0 && <Page.NoData content={words(NONE[state])} />}
      {answer && (
        <Flex direction="column" alignItems="stretch" gap={6}>
          {answer.data.map((link) => (
            <LinkPair
              key={`${link.id} ${link.state}`}
              link={link}
              canDecide={allowedActions['canDecide'] === true}
              onDecide={reload}
            />
          ))}
          <OlderNewer trail={trail} next={answer.meta.nextCursor} onGo={setTrail} />
        </Flex>
      )}
    </ImportsFrame>
  );
}
