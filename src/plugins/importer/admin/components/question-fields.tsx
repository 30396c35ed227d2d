import { Field, Flex, Textarea, TextInput } from '@strapi/design-system';
import { MORE, type FieldTexts } from '../question/read-question';
import type { QuestionField } from '../question/source-fields';
import { useWords, type WordKey } from '../words';

interface QuestionFieldsProps {
  fields: readonly QuestionField[];
  texts: FieldTexts;
  faults: Record<string, WordKey>;
  onChange: (texts: FieldTexts) => void;
}

/** What may be asked of a source, field by field. */
export function QuestionFields({ fields, texts, faults, onChange }: QuestionFieldsProps) {
  const words = useWords();
  const rows = [
    ...fields,
    { name: MORE, kind: 'text' as const, label: 'field.more', hint: 'field.more.hint' } as const,
  ];
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {rows.map(({ name, label, hint }) => {
        const fault = faults[name];
        const given = {
          name,
          value: texts[name] ?? '',
          onChange: (event: { target: { value: string } }) =>
            onChange({ ...texts, [name]: event.target.value }),
        };
        return (
          <Field.Root
            key={name}
            name={name}
            {...(hint && { hint: words(hint) })}
            {...(fault && { error: words(fault) })}
          >
            <Field.Label>{words(label)}</Field.Label>
            {name === MORE || name === 'area' ? <Textarea {...given} /> : <TextInput {...given} />}
            <Field.Hint />
            <Field.Error />
          </Field.Root>
        );
      })}
    </Flex>
  );
}
