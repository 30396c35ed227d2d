import type { Core } from '@strapi/strapi';
import type { ExchangeConfig } from './config';
import { createExchangeController } from './controllers/exchange';
import { createPanelExchangeController } from './controllers/panel-exchange';
import { createRunExport } from './controllers/run-export';

interface Wiring {
  strapi: Core.Strapi;
}

const serviceOf = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('exchange').service<Service>(name);

const runExportOf = (strapi: Core.Strapi) =>
  createRunExport({ exports: serviceOf(strapi, 'exports'), log: strapi.log });

export const controllers = {
  exchange: ({ strapi }: Wiring) =>
    createExchangeController({
      kinds: serviceOf(strapi, 'kinds'),
      callers: serviceOf(strapi, 'personCallers'),
      runExport: runExportOf(strapi),
      imports: serviceOf(strapi, 'imports'),
      // Parsed by the validator at boot.
      maxBytes: strapi.config.get<ExchangeConfig>('plugin::exchange').maxBytes,
    }),

  panelExchange: ({ strapi }: Wiring) =>
    createPanelExchangeController({
      kinds: serviceOf(strapi, 'kinds'),
      callers: serviceOf(strapi, 'panelCallers'),
      runExport: runExportOf(strapi),
      imports: serviceOf(strapi, 'imports'),
    }),
};
