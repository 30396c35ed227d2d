import { Box } from '@strapi/design-system';

interface ProgressBarProps {
  percent: number;
  label: string;
}

/** The design system's own has a fixed width and, on a white ground, a white filling. */
export const ProgressBar = ({ percent, label }: ProgressBarProps) => (
  <Box
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={percent}
    background="neutral200"
    height="0.8rem"
    hasRadius
    overflow="hidden"
  >
    <Box background="primary600" height="100%" style={{ width: `${percent}%` }} />
  </Box>
);
