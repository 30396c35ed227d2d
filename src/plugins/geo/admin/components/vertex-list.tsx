import { Box, Field, Flex, IconButton, NumberInput, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import type { LonLat } from '../../contract/geometry';
import type { Drawing, Vertex } from '../drawing/drawing';
import {
  isSameVertex,
  moveVertex,
  positionAt,
  removeVertex,
  verticesOf,
  type Edit,
} from '../drawing/edit-drawing';
import { useWords } from '../words';
import { isOnEarth } from './position-inputs';

interface VertexListProps {
  drawing: Drawing;
  vertex: Vertex | null;
  isLocked: boolean;
  onEdit: (edit: Edit) => void;
}

/** More rows than this make a form slow and help nobody. */
const MAX_ROWS = 50;
const NUMBER_WIDTH = '25px';
const INPUT_WIDTH = '180px';
const heads = ['position.lat', 'position.lon'] as const;

/** Every position as two numbers; the one with the focus is in hand on the map. */
export function VertexList({ drawing, vertex, isLocked, onEdit }: VertexListProps) {
  const words = useWords();
  const all = verticesOf(drawing);
  if (all.length === 0) return null;
  if (all.length > MAX_ROWS) {
    return <Typography>{words('positions.many', { count: all.length })}</Typography>;
  }

  const row = (at: Vertex, index: number) => {
    const [lon, lat] = positionAt(drawing, at) ?? [0, 0];
    const number = index + 1;
    const isFirstOfPart = at.index === 0 && drawing.traces.length > 1;
    const move = (to: LonLat) => isOnEarth(to) && onEdit(moveVertex(drawing, at, to));
    const take = () => isSameVertex(at, vertex) || onEdit({ drawing, vertex: at });
    return (
      <Box key={`${at.trace}.${at.index}`} tag="li">
        {isFirstOfPart && (
          <Typography variant="sigma" textColor="neutral600">
            {words('part', { number: at.trace + 1 })}
          </Typography>
        )}
        <Flex gap={2} onFocus={take}>
          <Box width={NUMBER_WIDTH}>
            <Typography textColor={isSameVertex(at, vertex) ? 'danger600' : 'neutral600'}>
              {number}
            </Typography>
          </Box>
          <Field.Root width={INPUT_WIDTH}>
            <NumberInput
              aria-label={words('position.latOf', { number })}
              value={lat}
              disabled={isLocked}
              step={0.001}
              onValueChange={(value) => value !== undefined && move([lon, value])}
            />
          </Field.Root>
          <Field.Root width={INPUT_WIDTH}>
            <NumberInput
              aria-label={words('position.lonOf', { number })}
              value={lon}
              disabled={isLocked}
              step={0.001}
              onValueChange={(value) => value !== undefined && move([value, lat])}
            />
          </Field.Root>
          <IconButton
            type="button"
            label={words('position.remove', { number })}
            disabled={isLocked}
            onClick={() => onEdit(removeVertex(drawing, at))}
          >
            <Trash />
          </IconButton>
        </Flex>
      </Box>
    );
  };

  return (
    <Box width="100%" maxHeight="260px" overflow="auto">
      <Flex gap={2} padding={1} aria-hidden>
        <Box width={NUMBER_WIDTH} />
        {heads.map((key) => (
          <Box key={key} width={INPUT_WIDTH}>
            <Typography variant="pi" fontWeight="bold">
              {words(key)}
            </Typography>
          </Box>
        ))}
      </Flex>
      <Flex
        tag="ol"
        aria-label={words('positions')}
        direction="column"
        alignItems="stretch"
        gap={2}
        padding={1}
      >
        {all.map(row)}
      </Flex>
    </Box>
  );
}
