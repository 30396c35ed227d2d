import { Field, Flex, NumberInput } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import type { LonLat } from '../../contract/geometry';
import { useWords } from '../words';

interface PositionInputsProps {
  position: LonLat | null;
  isLocked: boolean;
  onChange: (position: LonLat) => void;
}

interface Typed {
  lon?: number;
  lat?: number;
}

const typedOf = (position: LonLat | null): Typed =>
  position ? { lon: position[0], lat: position[1] } : {};

export const isOnEarth = ([lon, lat]: LonLat): boolean =>
  Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

/** Latitude and longitude as numbers. They become a position when both are there and on Earth. */
export function PositionInputs({ position, isLocked, onChange }: PositionInputsProps) {
  const words = useWords();
  const [typed, setTyped] = useState(typedOf(position));
  const [lon, lat] = position ?? [];
  useEffect(() => {
    setTyped(lon === undefined || lat === undefined ? {} : { lon, lat });
  }, [lon, lat]);

  const type = (change: Typed) => {
    const next = { ...typed, ...change };
    setTyped(next);
    if (next.lon === undefined || next.lat === undefined) return;
    const moved: LonLat = [next.lon, next.lat];
    if (isOnEarth(moved) && (next.lon !== lon || next.lat !== lat)) onChange(moved);
  };
  const isWrong = !isOnEarth([typed.lon ?? 0, typed.lat ?? 0]);
  const error = isWrong ? words('panel.wrong') : undefined;
  const input = (key: 'lon' | 'lat') => (
    <Field.Root error={error} width="100%">
      <Field.Label>{words(`position.${key}`)}</Field.Label>
      <NumberInput
        value={typed[key]}
        disabled={isLocked}
        step={0.001}
        onValueChange={(value) => type({ [key]: value })}
      />
      {key === 'lat' && <Field.Error />}
    </Field.Root>
  );
  return (
    <Flex gap={4} alignItems="start" width="100%">
      {input('lat')}
      {input('lon')}
    </Flex>
  );
}
