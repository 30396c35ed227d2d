import { useState } from 'react';
import { AskButton } from '../../../../admin/parts/ask-button';
import { ReasonField } from '../../../../admin/parts/reason-field';
import { useWords } from '../words';

interface HideButtonProps {
  author: string;
  /** Resolves to whether it worked. */
  onHide: (reason: string) => Promise<boolean>;
}

/** Hides a message, with a reason that its room is told. */
export function HideButton({ author, onHide }: HideButtonProps) {
  const words = useWords();
  const [reason, setReason] = useState('');
  return (
    <AskButton
      label={words('hide')}
      fullLabel={words('hide.label', { author })}
      variant="danger"
      question={words('hide.question')}
      backLabel={words('button.back')}
      onConfirm={() => onHide(reason.trim())}
    >
      <ReasonField
        label={words('hide.reason')}
        hint={words('hide.reason.hint')}
        value={reason}
        onChange={setReason}
      />
    </AskButton>
  );
}
