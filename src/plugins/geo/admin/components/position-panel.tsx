import { Button, Flex, Typography } from '@strapi/design-system';
import {
  unstable_useContentManagerContext as useContentManagerContext,
  useDocumentRBAC,
  useForm,
} from '@strapi/strapi/admin';
import { useState } from 'react';
import type { LonLat } from '../../contract/geometry';
import type { MapSettings, PositionAttributes } from '../../contract/map-settings';
import { drawingOf, emptyDrawing, type Vertex } from '../drawing/drawing';
import { positionAt, verticesOf, type Edit } from '../drawing/edit-drawing';
import { spokenPosition } from '../drawing/spoken-position';
import { isVisible } from '../drawing/visible-attribute';
import { useMapSettings } from '../hooks/use-map-settings';
import { useWords } from '../words';
import { LazyMap } from './lazy-map';
import { isOnEarth } from './position-inputs';

/** What the form has for a position; numbers that are not on Earth are left to its own messages. */
function positionIn(values: Record<string, unknown>, { lon, lat }: PositionAttributes) {
  const [x, y] = [values[lon], values[lat]];
  if (typeof x !== 'number' || typeof y !== 'number') return null;
  return isOnEarth([x, y]) ? ([x, y] satisfies LonLat) : null;
}

interface ContentProps {
  attributes: PositionAttributes;
  settings: MapSettings;
}

function PositionMap({ attributes, settings }: ContentProps) {
  const words = useWords();
  // The form's values are those of any content type.
  const values = useForm('PositionPanel', (form) => form.values) as Record<string, unknown>;
  const onChange = useForm('PositionPanel', (form) => form.onChange);
  const isDisabled = useForm('PositionPanel', (form) => form.disabled);
  const { isCreatingEntry } = useContentManagerContext();
  const mayWrite = useDocumentRBAC('PositionPanel', (rights) =>
    isCreatingEntry ? rights.canCreateFields : rights.canUpdateFields,
  );
  const [vertex, setVertex] = useState<Vertex | null>(null);

  const { lon, lat } = attributes;
  const isLocked = isDisabled || ![lon, lat].every((name) => mayWrite.includes(name));
  const position = positionIn(values, attributes);
  const drawing = position
    ? drawingOf({ type: 'Point', coordinates: position })
    : emptyDrawing('Point');

  const write = (edit: Edit) => {
    setVertex(edit.vertex);
    const [first] = verticesOf(edit.drawing);
    const next = first && positionAt(edit.drawing, first);
    if (next?.[0] === position?.[0] && next?.[1] === position?.[1]) return;
    onChange(lon, next?.[0] ?? null);
    onChange(lat, next?.[1] ?? null);
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <LazyMap
        drawing={drawing}
        vertex={vertex}
        onEdit={write}
        tiles={settings.tiles}
        label={words('panel.title')}
        height="240px"
        isLocked={isLocked}
        shown={0}
      />
      <Flex justifyContent="space-between" gap={2}>
        <Typography>{position ? spokenPosition(position) : words('panel.none')}</Typography>
        {position && !isLocked && (
          <Button
            type="button"
            variant="tertiary"
            onClick={() => write({ drawing: emptyDrawing('Point'), vertex: null })}
          >
            {words('clear.point')}
          </Button>
        )}
      </Flex>
    </Flex>
  );
}

interface PanelProps {
  model: string;
}

/** Beside the form of every content type with a position: where it is, and another way to say so. */
export function PositionPanel({ model }: PanelProps) {
  const words = useWords();
  const settings = useMapSettings();
  const { contentType } = useContentManagerContext();
  const values = useForm('PositionPanel', (form) => form.values) as Record<string, unknown>;
  const attributes = settings?.positions.find((position) => position.contentType === model);
  if (!settings || !attributes) return null;
  const isShown = [attributes.lon, attributes.lat].every((name) =>
    isVisible(contentType?.attributes[name], values),
  );
  if (!isShown) return null;
  return {
    title: words('panel.title'),
    content: <PositionMap attributes={attributes} settings={settings} />,
  };
}
