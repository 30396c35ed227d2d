import {
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import { forwardRef, type ReactNode } from 'react';
import { SHAPES, type GeometryType, type Shape } from '../../contract/geometry';
import { drawingOf, emptyDrawing, missingIn, type Drawing } from '../drawing/drawing';
import { addPart, addVertex, asType, positionAt, verticesOf } from '../drawing/edit-drawing';
import { useDrawing } from '../hooks/use-drawing';
import { useMapSettings } from '../hooks/use-map-settings';
import { useWords } from '../words';
import { GeoJsonText } from './geojson-text';
import { LazyMap } from './lazy-map';
import { PositionInputs } from './position-inputs';
import { VertexList } from './vertex-list';

interface GeometryInputProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  labelAction?: ReactNode;
  required?: boolean;
  disabled?: boolean;
  attribute?: { options?: { shape?: unknown } };
}

const CHOICES = [
  ['Point', 'draw.point'],
  ['LineString', 'draw.line'],
  ['Polygon', 'draw.polygon'],
] as const;

/** The kind of shape as the choice names it, of one part or of several. */
const choiceOf = ({ type }: Drawing): string => type.replace('Multi', '');

const canHaveParts = ({ type }: Drawing) => /LineString|Polygon/.test(type);

/** What the server says is wrong, deep below the field: `area.coordinates.0.3`. */
function messagesIn(error: unknown): string[] {
  if (typeof error === 'string') return [error];
  if (typeof error !== 'object' || error === null) return [];
  return Object.values(error).flatMap(messagesIn);
}

/** The custom field `plugin::geo.geometry`: GeoJSON, drawn on a map, listed as numbers or typed. */
const GeometryInput = forwardRef<HTMLDivElement, GeometryInputProps>((props, ref) => {
  const { name, label, hint, labelAction, required = false, disabled = false, attribute } = props;
  const words = useWords();
  const settings = useMapSettings();
  const field = useField(name);
  const shape: Shape = SHAPES.find((known) => known === attribute?.options?.shape) ?? 'any';
  const { drawing, vertex, shown, edit } = useDrawing({
    value: field.value,
    shape,
    onChange: (geometry) => field.onChange(name, geometry),
  });
  const all = verticesOf(drawing);
  const missing = missingIn(drawing);
  const isPoint = drawing.type === 'Point';
  const last = vertex ?? all.at(-1);
  const lastPosition = last && positionAt(drawing, last);
  const error = field.error ?? (messagesIn(field.rawError).join('; ') || undefined);
  const state = all.length === 0 ? words('empty') : words('missing', { count: missing });

  return (
    <Field.Root ref={ref} name={name} error={error} hint={hint} required={required}>
      <Field.Label action={labelAction}>{label}</Field.Label>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {shape === 'any' && (
          <Field.Root>
            <Field.Label>{words('draw.what')}</Field.Label>
            <SingleSelect
              value={choiceOf(drawing)}
              disabled={disabled}
              onChange={(type) => edit(asType(drawing, type as GeometryType))}
            >
              {CHOICES.map(([type, key]) => (
                <SingleSelectOption key={type} value={type}>
                  {words(key)}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </Field.Root>
        )}
        {settings && (
          <LazyMap
            drawing={drawing}
            vertex={vertex}
            onEdit={edit}
            tiles={settings.tiles}
            label={typeof label === 'string' ? label : name}
            height="360px"
            isLocked={disabled}
            shown={shown}
          />
        )}
        {missing > 0 && (
          <Typography role="status" textColor={all.length === 0 ? 'neutral600' : 'warning700'}>
            {state}
          </Typography>
        )}
        {isPoint ? (
          <PositionInputs
            position={(all[0] && positionAt(drawing, all[0])) ?? null}
            isLocked={disabled}
            onChange={(position) => edit(addVertex(drawing, null, position))}
          />
        ) : (
          <VertexList drawing={drawing} vertex={vertex} isLocked={disabled} onEdit={edit} />
        )}
        {!disabled && (
          <Flex gap={2} wrap="wrap">
            {!isPoint && (
              <Button
                type="button"
                variant="tertiary"
                onClick={() => edit(addVertex(drawing, vertex, lastPosition ?? [0, 0]))}
              >
                {words('position.add')}
              </Button>
            )}
            {canHaveParts(drawing) && missing === 0 && (
              <Button type="button" variant="tertiary" onClick={() => edit(addPart(drawing))}>
                {words('part.add')}
              </Button>
            )}
            {all.length > 0 && (
              <Button
                type="button"
                variant="danger-light"
                onClick={() =>
                  edit({
                    drawing: emptyDrawing(choiceOf(drawing) as GeometryType),
                    vertex: null,
                  })
                }
              >
                {words(isPoint ? 'clear.point' : 'clear')}
              </Button>
            )}
          </Flex>
        )}
        <GeoJsonText
          value={field.value}
          shape={shape}
          isLocked={disabled}
          onApply={(geometry) => edit({ drawing: drawingOf(geometry), vertex: null })}
        />
      </Flex>
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
});
GeometryInput.displayName = 'GeometryInput';

export default GeometryInput;
