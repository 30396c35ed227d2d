import { randomUUID } from 'node:crypto';
import { keepBusy, type Busy, type Figure } from './busy';
import { emit, type Crowd } from './crowd';
import { largeRoomOf, smallRoomOf } from './stage';

/** As people write: some words. */
export const TEXT = 'Low tide at six, we meet at the slipway and count the nests again.';

export type Load = Omit<Busy, 'work' | 'counted'>;

interface ChatLoad extends Load {
  /** The first so many people write, in turns, so that nobody comes near the limit of a person. */
  writers: number;
  isLarge: boolean;
}

/** People write to the room of their group; each message is awaited as its sender awaits it. */
export async function loadChat(
  crowd: Crowd,
  { writers, isLarge, ...load }: ChatLoad,
): Promise<Figure> {
  const roomOf = isLarge ? largeRoomOf : smallRoomOf;
  const figure = await keepBusy({
    ...load,
    counted: crowd.delivered,
    async work(turn) {
      // Neighbours are in one small group: a step that has no factor in common spreads them.
      const person = 1 + ((turn * 7) % writers);
      const room = roomOf(person);
      await emit(crowd.client(person), 'chat:send', { room, clientId: randomUUID(), text: TEXT });
      return 1;
    },
  });
  crowd.assertFaultless();
  return figure;
}
