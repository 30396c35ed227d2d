import { Field, MultiSelect, MultiSelectOption } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import { forwardRef, type ReactNode } from 'react';
import { AUDIENCES } from '../../access/content';
import { AUDIENCE_WORDS, audiencesIn } from './audience-words';

interface AudienceInputProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  labelAction?: ReactNode;
  placeholder?: string;
  required?: boolean;
  disabled?: boolean;
}

/** Whom an entry is for, in words instead of JSON. Nobody chosen is stored as nothing, not as a list. */
const AudienceInput = forwardRef<HTMLDivElement, AudienceInputProps>(
  ({ name, label, hint, labelAction, placeholder, required = false, disabled = false }, ref) => {
    const field = useField(name);
    const chosen = audiencesIn(field.value);
    const choose = (next: string[]) => {
      const kept = AUDIENCES.filter((audience) => next.includes(audience));
      field.onChange(name, kept.length > 0 ? kept : null);
    };
    return (
      <Field.Root name={name} error={field.error} hint={hint} required={required}>
        <Field.Label action={labelAction}>{label}</Field.Label>
        <MultiSelect
          ref={ref}
          withTags
          disabled={disabled}
          placeholder={placeholder || 'Choose who may see this'}
          value={chosen}
          clearLabel="Nobody"
          onChange={choose}
          onClear={() => choose([])}
        >
          {AUDIENCES.map((audience) => (
            <MultiSelectOption key={audience} value={audience}>
              {AUDIENCE_WORDS[audience]}
            </MultiSelectOption>
          ))}
        </MultiSelect>
        <Field.Hint />
        <Field.Error />
      </Field.Root>
    );
  },
);
AudienceInput.displayName = 'AudienceInput';

export default AudienceInput;
