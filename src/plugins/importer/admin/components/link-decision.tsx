import { Button, Flex } from '@strapi/design-system';
import { useState } from 'react';
import type { LinkView } from '../../contract/links-http';
import { useCall } from '../hooks/use-call';
import { asSource } from '../written';
import { useWords, type WordKey } from '../words';
import { FilterSelect } from './filter-select';

type Deed = 'confirm' | 'reject' | 'unlink';

/** What can be done about a pair: the words on the button, for who listens, and when it is done. */
interface Choice {
  deed: Deed;
  variant: 'success-light' | 'danger-light';
  text: WordKey;
  label: WordKey;
  done: WordKey;
}

const SAME: Choice = {
  ...{ deed: 'confirm', variant: 'success-light' },
  ...{ text: 'link.confirm', label: 'link.confirm.label', done: 'link.confirmed' },
};
const KEEP: Choice = { ...SAME, text: 'link.keep', label: 'link.keep.label', done: 'link.kept' };
const TWO: Choice = {
  ...{ deed: 'reject', variant: 'danger-light' },
  ...{ text: 'link.reject', label: 'link.reject.label', done: 'link.rejected' },
};
const PART: Choice = {
  ...{ deed: 'unlink', variant: 'danger-light' },
  ...{ text: 'link.unlink', label: 'link.unlink.label', done: 'link.unlinked' },
};

/** What was decided can be decided otherwise. */
const CHOICES: Record<LinkView['state'], readonly Choice[]> = {
  waiting: [TWO, SAME],
  automatic: [PART, SAME],
  confirmed: [PART, KEEP],
  rejected: [SAME],
};

const BY_RULE = 'rule';

interface LinkDecisionProps {
  link: LinkView;
  onDecide: () => void;
}

/** Says whether two records are one, and which of them is public then. */
export function LinkDecision({ link, onDecide }: LinkDecisionProps) {
  const words = useWords();
  const call = useCall();
  const { id, state, records } = link;
  const [canonical, setCanonical] = useState(link.canonical ?? BY_RULE);
  const nameOf = ({ provider, datasetTitle, datasetKey }: LinkView['records'][number]) =>
    words('link.canonical.record', {
      ...{ source: asSource(provider), dataset: datasetTitle ?? datasetKey },
    });

  async function decide({ deed, done }: Choice) {
    const hasChoice = deed === 'confirm' && canonical !== BY_RULE;
    const body = hasChoice ? { canonical } : {};
    if (await call(`/importer/links/${id}/${deed}`, { body, done: words(done) })) onDecide();
  }

  return (
    <Flex gap={2} alignItems="flex-end" wrap="wrap">
      <FilterSelect
        label={words('link.canonical')}
        name={`canonical-${id}`}
        value={canonical}
        options={[
          [BY_RULE, words('link.canonical.rule')],
          ...records.map((record) => [record.documentId, nameOf(record)] as const),
        ]}
        onChange={setCanonical}
      />
      {CHOICES[state].map((choice) => (
        <Button
          key={choice.text}
          size="L"
          variant={choice.variant}
          onClick={() => void decide(choice)}
          aria-label={words(choice.label, { id })}
        >
          {words(choice.text)}
        </Button>
      ))}
    </Flex>
  );
}
