import type { Throttle } from '../../../../accounts/contract/throttle';
import type { ShownPosition } from '../../../contract/location';
import type { Reading } from '../../domain/location/position';
import type { DevicePrincipal, Devices } from './devices';
import type { Sightings } from './sightings';
import type { Tracking } from './tracking';

interface Dependencies {
  devices: Devices;
  tracking: Tracking;
  sightings: Pick<Sightings, 'ofPerson'>;
  throttle: () => Throttle;
}

/** What apps of phones do, each with the token of a device. */
export function createPhones({ devices, tracking, sightings, throttle }: Dependencies) {
  return {
    /**
     * The device of a token, or null. Counted by device, since many phones share an address; what has
     * no device by address.
     * @throws Problem `rate-limited`.
     */
    async signIn(token: string, address: string): Promise<DevicePrincipal | null> {
      const device = await devices.ofToken(token);
      const key = device ? `device:${device.deviceId}` : `client:${throttle().clientKey(address)}`;
      await throttle().consume('tracking', key);
      return device;
    },

    async accept(device: DevicePrincipal, readings: readonly Reading[]): Promise<void> {
      await tracking.accept(device, readings);
    },

    /** Whom the person sees, each once and the newest; a device of one room sees that room alone. */
    async friends(device: DevicePrincipal): Promise<ShownPosition[]> {
      const rooms = await sightings.ofPerson(device, { onlyRoomId: device.roomId });
      const newest = new Map<string, ShownPosition>();
      for (const position of rooms.flatMap(({ positions }) => positions)) {
        const known = newest.get(position.person.id);
        if (position.person.id === device.documentId) continue;
        if (known && known.recordedAt >= position.recordedAt) continue;
        newest.set(position.person.id, position);
      }
      return [...newest.values()];
    },
  };
}

export type PhonesService = ReturnType<typeof createPhones>;
