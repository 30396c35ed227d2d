import { isVisible } from './visible-attribute';

const when = (operator: string) => ({
  conditions: { visible: { [operator]: [{ var: 'isOnline' }, false] } },
});

it.each([
  ['none', {}, {}, true],
  ['no attribute', undefined, {}, true],
  ['one that holds', when('=='), { isOnline: false }, true],
  ['one that does not', when('=='), { isOnline: true }, false],
  ['its opposite', when('!='), { isOnline: false }, false],
  ['one of another form', { conditions: { visible: { all: 3 } } }, {}, true],
])('shows an attribute by its condition: %s', (_what, attribute, values, shown) => {
  expect(isVisible(attribute, values)).toBe(shown);
});
