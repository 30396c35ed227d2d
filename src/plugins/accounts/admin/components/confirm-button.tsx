import { useState } from 'react';
import { AskButton, type AskButtonProps } from '../../../../admin/parts/ask-button';
import { ReasonField } from '../../../../admin/parts/reason-field';

interface ConfirmButtonProps
  extends Pick<AskButtonProps, 'label' | 'variant' | 'size' | 'question'> {
  /** Asks for a reason, which is then given to `onConfirm`. */
  asksReason?: boolean;
  /** Resolves to whether it worked; the dialog stays open when it did not. */
  onConfirm: (reason: string) => Promise<boolean>;
}

/** A button that says what it is going to do before it does it. */
export function ConfirmButton({
  size = 'M',
  asksReason = false,
  onConfirm,
  ...rest
}: ConfirmButtonProps) {
  const [reason, setReason] = useState('');

  async function confirm(): Promise<boolean> {
    const worked = await onConfirm(reason.trim());
    if (worked) setReason('');
    return worked;
  }

  return (
    <AskButton
      {...rest}
      size={size}
      backLabel="Cancel"
      isReady={!asksReason || reason.trim() !== ''}
      onConfirm={confirm}
    >
      {asksReason && (
        <ReasonField
          label="Reason"
          hint="Other staff see it; the person does not."
          required
          value={reason}
          onChange={setReason}
        />
      )}
    </AskButton>
  );
}
