import { User } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import type { ComponentType } from 'react';

/** The custom field `global::audience`: a list in JSON of whom content is for. */
export const audienceField: Parameters<StrapiApp['customFields']['register']>[0] = {
  name: 'audience',
  type: 'json',
  intlLabel: { id: 'audience.label', defaultMessage: 'Audience' },
  intlDescription: { id: 'audience.description', defaultMessage: 'Who may see this' },
  icon: User,
  components: {
    // Strapi's type of this says nothing of the properties that it hands over.
    Input: () => import('./audience-input') as Promise<{ default: ComponentType<object> }>,
  },
};
