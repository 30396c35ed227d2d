import { PinMap } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';
import { SHAPES } from '../contract/geometry';
import { message } from './words';

type CustomField = Exclude<Parameters<StrapiApp['customFields']['register']>[0], unknown[]>;

/** What may be drawn, chosen in the Content-Type Builder and stored in the schema. */
const shapeOption = {
  name: 'options.shape',
  type: 'select',
  intlLabel: message('field.shape'),
  defaultValue: 'any',
  options: SHAPES.map((shape) => ({
    key: shape,
    value: shape,
    metadatas: { intlLabel: message(`shape.${shape}`) },
  })),
};

/** The custom field `plugin::geo.geometry`. */
export const geometryField: CustomField = {
  name: 'geometry',
  pluginId: 'geo',
  type: 'json',
  intlLabel: message('field.label'),
  intlDescription: message('field.description'),
  icon: PinMap,
  // Strapi's type of options knows none of their own names, which begin with "options.".
  options: { base: [shapeOption] } as unknown as CustomField['options'],
  components: {
    // Nor does it say what properties it hands over.
    Input: () =>
      import('./components/geometry-input') as Promise<{ default: ComponentType<object> }>,
  },
};
