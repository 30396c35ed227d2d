import { Button, Field, Flex, Textarea } from '@strapi/design-system';
import { useState } from 'react';
import { faultsOfGeometry, typesOf, type Geometry, type Shape } from '../../contract/geometry';
import { useWords } from '../words';

interface GeoJsonTextProps {
  /** What is stored, whatever it is. */
  value: unknown;
  shape: Shape;
  isLocked: boolean;
  onApply: (geometry: Geometry) => void;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value, null, 2);

/** A geometry as text: for what comes from elsewhere, and for more than a hand can draw. */
export function GeoJsonText({ value, shape, isLocked, onApply }: GeoJsonTextProps) {
  const words = useWords();
  const [text, setText] = useState<string>();
  const [error, setError] = useState<string>();
  const isOpen = text !== undefined;

  const apply = () => {
    let geometry: unknown;
    try {
      geometry = JSON.parse(text ?? '');
    } catch {
      // Said to who typed it, in words instead of a position in the text.
      return setError(words('text.noJson'));
    }
    const faults = faultsOfGeometry(geometry, { shape });
    const told = faults.map(({ path, message }) => `${path.join('/')} ${message}`.trim());
    setError(told.length > 0 ? told.join('; ') : undefined);
    if (told.length > 0) return undefined;
    setText(undefined);
    return onApply(geometry as Geometry); // nothing is wrong with it
  };

  return (
    <Flex direction="column" alignItems="start" gap={2} width="100%">
      <Button
        type="button"
        variant="tertiary"
        aria-expanded={isOpen}
        onClick={() => setText(isOpen ? undefined : textOf(value))}
      >
        {words('text.show')}
      </Button>
      {isOpen && (
        <Field.Root
          error={error}
          hint={words('text.hint', { types: typesOf(shape).join(', ') })}
          width="100%"
        >
          <Field.Label>{words('text.label')}</Field.Label>
          <Textarea
            value={text}
            rows={8}
            disabled={isLocked}
            onChange={({ target }) => setText(target.value)}
          />
          <Field.Hint />
          <Field.Error />
          {!isLocked && (
            <Flex paddingTop={2}>
              <Button type="button" variant="secondary" onClick={apply}>
                {words('text.apply')}
              </Button>
            </Flex>
          )}
        </Field.Root>
      )}
    </Flex>
  );
}
