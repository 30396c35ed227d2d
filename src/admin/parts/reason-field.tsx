import { Field, Textarea } from '@strapi/design-system';

/** As the server has it. */
const LONGEST_REASON = 500;

interface ReasonFieldProps {
  label: string;
  hint: string;
  value: string;
  required?: boolean;
  onChange: (reason: string) => void;
}

/** Why something is done, in the words of who does it. */
export const ReasonField = ({ label, hint, value, required, onChange }: ReasonFieldProps) => (
  <Field.Root name="reason" required={required} hint={hint}>
    <Field.Label>{label}</Field.Label>
    <Textarea
      value={value}
      maxLength={LONGEST_REASON}
      onChange={(event) => onChange(event.target.value)}
    />
    <Field.Hint />
  </Field.Root>
);
