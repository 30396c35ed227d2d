import type { StrapiApp } from '@strapi/strapi/admin';
import { audienceField } from './audience-field/audience-field';
import logo from './assets/shoal.svg';

export default {
  config: {
    auth: { logo },
    menu: { logo },
    head: { favicon: logo },
    tutorials: false,
    notifications: { releases: false },
    translations: {
      en: {
        'app.components.LeftMenu.navbrand.title': 'Shoal',
        'app.components.LeftMenu.navbrand.workplace': 'Marine science platform',
        'Auth.form.welcome.title': 'Welcome to Shoal',
        'Auth.form.welcome.subtitle': 'Sign in to the admin panel',
      },
    },
  },
  register(app: StrapiApp) {
    app.customFields.register(audienceField);
  },
  bootstrap(_app: StrapiApp) {},
};
