import { Button, Flex } from '@strapi/design-system';

export interface PageTurnerProps {
  /** Cursors of the pages up to this one; none on the first. */
  trail: readonly string[];
  next: string | null;
  /** What the two buttons are called. */
  labels: { back: string; on: string };
  onGo: (trail: string[]) => void;
}

/** Walks through a list that is asked for page by page. */
export function PageTurner({ trail, next, labels, onGo }: PageTurnerProps) {
  if (trail.length === 0 && next === null) return null;
  return (
    <Flex gap={2} justifyContent="flex-end">
      <Button
        variant="tertiary"
        disabled={trail.length === 0}
        onClick={() => onGo(trail.slice(0, -1))}
      >
        {labels.back}
      </Button>
      <Button
        variant="tertiary"
        disabled={next === null}
        onClick={() => next !== null && onGo([...trail, next])}
      >
        {labels.on}
      </Button>
    </Flex>
  );
}
