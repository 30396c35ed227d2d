import { Button, Dialog, Field, Flex, Textarea } from '@strapi/design-system';
import { useState, type ReactNode } from 'react';

const LONGEST_REASON = 500;

interface ConfirmButtonProps {
  label: string;
  variant?: 'danger' | 'danger-light' | 'secondary' | 'tertiary' | 'success';
  size?: 'S' | 'M';
  icon?: ReactNode;
  /** What will happen, in the dialog. */
  question: string;
  /** Asks for a reason, which is then given to `onConfirm`. */
  asksReason?: boolean;
  /** Resolves to whether it worked; the dialog stays open when it did not. */
  onConfirm: (reason: string) => Promise<boolean>;
}

/** A button that says what it is going to do before it does it. */
export function ConfirmButton({
  label,
  variant = 'secondary',
  size = 'M',
  icon,
  question,
  asksReason = false,
  onConfirm,
}: ConfirmButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [reason, setReason] = useState('');

  async function confirm() {
    setIsBusy(true);
    const worked = await onConfirm(reason.trim());
    setIsBusy(false);
    if (!worked) return;
    setReason('');
    setIsOpen(false);
  }

  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger>
        <Button variant={variant} size={size} startIcon={icon}>
          {label}
        </Button>
      </Dialog.Trigger>
      <Dialog.Content>
        <Dialog.Header>{label}</Dialog.Header>
        <Dialog.Body>
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Dialog.Description>{question}</Dialog.Description>
            {asksReason && (
              <Field.Root name="reason" required hint="Other staff see it; the person does not.">
                <Field.Label>Reason</Field.Label>
                <Textarea
                  value={reason}
                  maxLength={LONGEST_REASON}
                  onChange={(event) => setReason(event.target.value)}
                />
                <Field.Hint />
              </Field.Root>
            )}
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              Cancel
            </Button>
          </Dialog.Cancel>
          <Button
            variant={variant}
            fullWidth
            loading={isBusy}
            disabled={asksReason && reason.trim() === ''}
            onClick={() => void confirm()}
          >
            {label}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
