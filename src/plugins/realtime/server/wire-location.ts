import { randomBytes, randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { createKeyring } from '../../../lib/keyring';
import { createSealedCursors } from '../../../lib/sealed-cursor';
import type { Throttle } from '../../accounts/contract/throttle';
import type { RealtimeConfig } from './config';
import {
  createDevicesController,
  createSharesController,
  createZonesController,
} from './controllers/location/own-settings';
import { createPhonesController } from './controllers/location/phones';
import { createRacesController } from './controllers/location/races';
import { createReportsController } from './controllers/location/reports';
import { locationEvents } from './handlers/location/location';
import { checkpointRows } from './repositories/location/checkpoints';
import { deviceRows } from './repositories/location/devices';
import { positionRows } from './repositories/location/positions';
import { shareRows } from './repositories/location/shares';
import { zoneRows } from './repositories/location/zones';
import type { DeclaredEvent } from './gateway/define-event';
import { createCrossingFeed, type CrossingFeed } from './services/location/crossing-feed';
import { createDevices, type Devices } from './services/location/devices';
import { createHistory, type LocationHistory } from './services/location/history';
import { createLiveFeed, type LiveFeed } from './services/location/live-feed';
import { createPhones, type PhonesService } from './services/location/phones';
import { createPositionWriter, type PositionWriter } from './services/location/position-writer';
import { createRaces, type Races } from './services/location/races';
import { createSharers, type Sharers } from './services/location/sharers';
import { createSharing, type Sharing } from './services/location/sharing';
import { createSightings, type Sightings } from './services/location/sightings';
import { createTracking, type Tracking } from './services/location/tracking';
import { createHiddenCircles } from './services/location/hidden-circles';
import { createZones, type Zones } from './services/location/zones';

interface Wiring {
  strapi: Core.Strapi;
}

const now = () => new Date();
const own = <Service extends object>(strapi: Core.Strapi, name: string): Service =>
  strapi.plugin('realtime').service<Service>(name);
const dbOf = (strapi: Core.Strapi) => () => strapi.db.connection;
const configOf = (strapi: Core.Strapi) => strapi.config.get<RealtimeConfig>('plugin::realtime');

const hiddenCircles = createHiddenCircles(zoneRows);

export const locationServices = {
  positionWriter: ({ strapi }: Wiring): PositionWriter => {
    const { intervalMs } = configOf(strapi).location;
    return createPositionWriter({
      intervalMs,
      store: (positions) => positionRows.store(strapi.db.connection, positions, intervalMs),
    });
  },

  sharers: ({ strapi }: Wiring): Sharers =>
    createSharers({
      db: dbOf(strapi),
      rooms: own(strapi, 'rooms'),
      minorsMayShare: configOf(strapi).location.minorsMayShare,
    }),

  sightings: ({ strapi }: Wiring): Sightings =>
    createSightings({
      db: dbOf(strapi),
      shares: shareRows,
      zones: hiddenCircles,
      rooms: own(strapi, 'rooms'),
      sharers: own(strapi, 'sharers'),
      now,
    }),

  liveFeed: ({ strapi }: Wiring): LiveFeed =>
    createLiveFeed({
      sightings: own(strapi, 'sightings'),
      emitter: own(strapi, 'emitter'),
      tickMs: configOf(strapi).location.tickMs,
      report: (error) => strapi.log.error('Positions could not be sent out', error),
    }),

  crossingFeed: ({ strapi }: Wiring): CrossingFeed =>
    createCrossingFeed({
      db: dbOf(strapi),
      rows: checkpointRows,
      zones: hiddenCircles,
      rooms: own(strapi, 'rooms'),
      sharers: own(strapi, 'sharers'),
      emitter: own(strapi, 'emitter'),
      everyMs: configOf(strapi).location.tickMs,
      now,
      report: (error) => strapi.log.error('Who passed checkpoints could not be told', error),
    }),

  tracking: ({ strapi }: Wiring): Tracking =>
    createTracking({
      writer: own(strapi, 'positionWriter'),
      feed: own(strapi, 'liveFeed'),
      crossings: own(strapi, 'crossingFeed'),
      now,
    }),

  sharing: ({ strapi }: Wiring): Sharing =>
    createSharing({
      db: dbOf(strapi),
      rows: shareRows,
      rooms: own(strapi, 'rooms'),
      sharers: own(strapi, 'sharers'),
      sightings: own(strapi, 'sightings'),
      emitter: own(strapi, 'emitter'),
      feed: own(strapi, 'liveFeed'),
      mostSeconds: configOf(strapi).location.mostShareSeconds,
      createId: randomUUID,
      now,
    }),

  privacyZones: ({ strapi }: Wiring): Zones =>
    createZones({ db: dbOf(strapi), rows: zoneRows, createId: randomUUID }),

  devices: ({ strapi }: Wiring): Devices =>
    createDevices({
      db: dbOf(strapi),
      rows: deviceRows,
      rooms: own(strapi, 'rooms'),
      sharers: own(strapi, 'sharers'),
      createId: randomUUID,
      random: randomBytes,
      now,
    }),

  locationHistory: ({ strapi }: Wiring): LocationHistory =>
    createHistory({
      db: dbOf(strapi),
      positions: positionRows,
      shares: shareRows,
      zones: hiddenCircles,
      devices: deviceRows,
      rooms: own(strapi, 'rooms'),
      sharers: own(strapi, 'sharers'),
      cursors: createSealedCursors(createKeyring(configOf(strapi).secrets, 'location-history')),
    }),

  races: ({ strapi }: Wiring): Races =>
    createRaces({
      db: dbOf(strapi),
      rows: checkpointRows,
      zones: hiddenCircles,
      rooms: own(strapi, 'rooms'),
      sharers: own(strapi, 'sharers'),
      emitter: own(strapi, 'emitter'),
      createId: randomUUID,
      now,
    }),

  phones: ({ strapi }: Wiring): PhonesService =>
    createPhones({
      devices: own(strapi, 'devices'),
      tracking: own(strapi, 'tracking'),
      sightings: own(strapi, 'sightings'),
      throttle: () => strapi.plugin('accounts').service<Throttle>('throttle'),
    }),
};

export const locationControllers = {
  locationReports: ({ strapi }: Wiring) =>
    createReportsController({
      tracking: own(strapi, 'tracking'),
      history: own(strapi, 'locationHistory'),
      sightings: own(strapi, 'sightings'),
      rooms: own(strapi, 'rooms'),
      now,
    }),
  races: ({ strapi }: Wiring) =>
    createRacesController({ races: own(strapi, 'races'), rooms: own(strapi, 'rooms') }),
  locationShares: ({ strapi }: Wiring) =>
    createSharesController({ sharing: own(strapi, 'sharing') }),
  devices: ({ strapi }: Wiring) => createDevicesController({ devices: own(strapi, 'devices') }),
  privacyZones: ({ strapi }: Wiring) =>
    createZonesController({ zones: own(strapi, 'privacyZones') }),
  phones: ({ strapi }: Wiring) => createPhonesController({ phones: own(strapi, 'phones'), now }),
};

/** The events of clients about where they are. */
export const locationEventsOf = (strapi: Core.Strapi): DeclaredEvent[] =>
  locationEvents({
    rooms: own(strapi, 'rooms'),
    sharing: own(strapi, 'sharing'),
    tracking: own(strapi, 'tracking'),
    races: own(strapi, 'races'),
    now,
  });
