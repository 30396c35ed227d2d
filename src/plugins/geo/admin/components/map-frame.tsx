import { Box, Flex, IconButton, Typography, VisuallyHidden } from '@strapi/design-system';
import { Expand, Minus, Plus } from '@strapi/icons';
import { useId, type KeyboardEventHandler, type FocusEventHandler, type Ref } from 'react';
import { styled } from 'styled-components';
import { useWords } from '../words';

const Surface = styled.div<{ $height: string }>`
  position: relative;
  height: ${({ $height }) => $height};
  border-radius: ${({ theme }) => theme.borderRadius};
  overflow: hidden;
  &:focus-visible {
    outline: none;
  }
`;

const Frame = styled(Box)`
  position: relative;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};
  &:has(> ${Surface}:focus) {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

const Cross = styled.div`
  position: absolute;
  inset: 0;
  pointer-events: none;
  &::before,
  &::after {
    content: '';
    position: absolute;
    top: 50%;
    left: 50%;
    translate: -50% -50%;
    background: ${({ theme }) => theme.colors.neutral800};
    box-shadow: 0 0 0 1px ${({ theme }) => theme.colors.neutral0};
  }
  &::before {
    width: 25px;
    height: 1px;
  }
  &::after {
    width: 1px;
    height: 25px;
  }
`;

const Buttons = styled(Flex)`
  position: absolute;
  top: 8px;
  right: 8px;
`;

const Attribution = styled(Typography)`
  position: absolute;
  right: 0;
  bottom: 0;
  padding: 0 4px;
  background: ${({ theme }) => theme.colors.neutral0};
`;

interface MapFrameProps {
  surface: Ref<HTMLDivElement>;
  label: string;
  help: string;
  height: string;
  attribution?: string;
  hasCross: boolean;
  /** What a screen reader says of the last change. */
  said: string;
  onKeyDown: KeyboardEventHandler;
  onFocus: FocusEventHandler;
  onBlur: FocusEventHandler;
  onZoom: (levels: number) => void;
  onFit: () => void;
}

/** What is around a map: its place in the page, its buttons, and its words. */
export function MapFrame({
  surface,
  label,
  help,
  height,
  attribution,
  hasCross,
  said,
  onKeyDown,
  onFocus,
  onBlur,
  onZoom,
  onFit,
}: MapFrameProps) {
  const words = useWords();
  const helpId = useId();
  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <Frame>
        <Surface
          ref={surface}
          $height={height}
          role="application"
          tabIndex={0}
          aria-label={words('map.label', { label })}
          aria-roledescription={words('map.role')}
          aria-describedby={helpId}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          onBlur={onBlur}
        />
        {hasCross && <Cross data-testid="map-cross" />}
        <Buttons direction="column" gap={1}>
          <IconButton type="button" label={words('map.zoomIn')} onClick={() => onZoom(1)}>
            <Plus />
          </IconButton>
          <IconButton type="button" label={words('map.zoomOut')} onClick={() => onZoom(-1)}>
            <Minus />
          </IconButton>
          <IconButton type="button" label={words('map.fit')} onClick={onFit}>
            <Expand />
          </IconButton>
        </Buttons>
        {attribution && (
          <Attribution variant="pi" textColor="neutral600">
            {attribution}
          </Attribution>
        )}
      </Frame>
      <Typography id={helpId} variant="pi" textColor="neutral600">
        {help}
      </Typography>
      <VisuallyHidden>
        <span aria-live="polite">{said}</span>
      </VisuallyHidden>
    </Flex>
  );
}
