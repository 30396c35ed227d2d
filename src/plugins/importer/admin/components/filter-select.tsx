import { Box, Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';

interface FilterSelectProps {
  label: string;
  name: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChange: (value: string) => void;
}

/** One of a few ways to narrow a list. */
export const FilterSelect = ({ label, name, value, options, onChange }: FilterSelectProps) => (
  <Box minWidth="22rem">
    <Field.Root name={name}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect value={value} onChange={(chosen) => onChange(String(chosen))}>
        {options.map(([one, text]) => (
          <SingleSelectOption key={one} value={one}>
            {text}
          </SingleSelectOption>
        ))}
      </SingleSelect>
    </Field.Root>
  </Box>
);
