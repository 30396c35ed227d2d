import { Button, Dialog, Flex } from '@strapi/design-system';
import { useState, type ReactNode } from 'react';

export interface AskButtonProps {
  label: string;
  /** What readers of screens hear, where several buttons look alike. */
  fullLabel?: string;
  variant?: 'danger' | 'danger-light' | 'secondary' | 'tertiary' | 'success';
  size?: 'S' | 'M';
  /** What will happen, in the dialog. */
  question: ReactNode;
  /** Fields of the dialog. */
  children?: ReactNode;
  /** The button that does nothing. */
  backLabel: string;
  /** Whether the fields are filled in as they must be. */
  isReady?: boolean;
  /** Resolves to whether it worked; the dialog stays open when it did not. */
  onConfirm: () => Promise<boolean>;
}

/** A button that says what it is going to do, and asks for particulars, before it does it. */
export function AskButton(props: AskButtonProps) {
  const { label, fullLabel, variant = 'secondary', size, question, children } = props;
  const { backLabel, isReady = true, onConfirm } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);

  async function confirm() {
    setIsBusy(true);
    const worked = await onConfirm();
    setIsBusy(false);
    if (worked) setIsOpen(false);
  }

  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger>
        <Button variant={variant} size={size} aria-label={fullLabel}>
          {label}
        </Button>
      </Dialog.Trigger>
      <Dialog.Content>
        <Dialog.Header>{label}</Dialog.Header>
        <Dialog.Body>
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Dialog.Description>{question}</Dialog.Description>
            {children}
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              {backLabel}
            </Button>
          </Dialog.Cancel>
          <Button
            variant={variant}
            fullWidth
            loading={isBusy}
            disabled={!isReady}
            onClick={() => void confirm()}
          >
            {label}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
