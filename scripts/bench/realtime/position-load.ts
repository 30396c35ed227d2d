import { keepBusy, type Figure } from './busy';
import type { Load } from './chat-load';
import { emit, type Crowd } from './crowd';
import { openFrames, type Frames } from './frames';
import { openHttp } from './light-http';
import { addressOf, type StagedPerson } from './stage';

const HOUR_MS = 3_600_000;

/** Each person walks: a position a second, from some hours ago on. */
export function createWalks() {
  const beganAt = Date.now() - 6 * HOUR_MS;
  const steps = new Map<number, number>();
  return {
    step(person: number) {
      const step = (steps.get(person) ?? 0) + 1;
      steps.set(person, step);
      return {
        lon: Number((-5 + person / 1000 + step / 100_000).toFixed(6)),
        lat: Number((50 + person / 2000 + step / 200_000).toFixed(6)),
        recordedAt: new Date(beganAt + step * 1000).toISOString(),
      };
    },
  };
}

export type Walks = ReturnType<typeof createWalks>;

interface PositionLoad extends Load {
  walkers: number;
  /** Positions in one packet or request. */
  batch: number;
}

interface Ground {
  port: number;
  people: readonly StagedPerson[];
  tokens: readonly string[];
  crowd: Crowd;
  walks: Walks;
}

const personOf = (turn: number, walkers: number): number => 1 + ((turn * 7) % walkers);

/** `location:update` over Socket.IO. */
export async function loadSockets(
  { crowd, walks }: Ground,
  { walkers, batch, ...load }: PositionLoad,
): Promise<Figure> {
  const figure = await keepBusy({
    ...load,
    async work(turn) {
      const person = personOf(turn, walkers);
      const reports = Array.from({ length: batch }, () => ({
        ...walks.step(person),
        accuracyMeters: 5,
        speedMps: 1.4,
      }));
      const [first] = reports;
      const payload = batch === 1 && first ? first : reports;
      const answer = await emit(crowd.client(person), 'location:update', payload);
      if (!answer.includes(`"accepted":${batch},`)) throw new Error(answer.toString());
      return batch;
    },
  });
  crowd.assertFaultless();
  return figure;
}

/** `/ws/location/`, the plain WebSocket of older trackers: one position a message. */
export async function loadPlain(
  { port, tokens, walks }: Ground,
  { walkers, batch: _, ...load }: PositionLoad,
): Promise<Figure> {
  const answers: (((text: string) => void) | undefined)[] = [];
  const open = async (person: number): Promise<Frames> =>
    openFrames({
      port,
      path: '/ws/location/',
      headers: {
        'X-Forwarded-For': addressOf(person),
        Authorization: `Bearer ${tokens[person - 1]}`,
      },
      onText: (_frames, bytes, start, end) => answers[person]?.(bytes.toString('utf8', start, end)),
      onEnd: (reason) => answers[person]?.(reason),
    });
  const trackers: Frames[] = [];
  for (let person = 1; person <= walkers; person += 1) trackers.push(await open(person));
  try {
    return await keepBusy({
      ...load,
      async work(turn) {
        const person = personOf(turn, walkers);
        const { lon, lat, recordedAt } = walks.step(person);
        const message = { type: 'location_update', longitude: lon, latitude: lat, recordedAt };
        const answer = await new Promise<string>((resolve) => {
          answers[person] = resolve;
          trackers[person - 1]?.send(JSON.stringify(message));
        });
        if (!answer.includes('"success":true')) throw new Error(answer);
        return 1;
      },
    });
  } finally {
    for (const tracker of trackers) tracker.close();
  }
}

/** What a phone app sends, with the token of its device. */
function requestOf(kind: 'osmand' | 'overland', ground: Ground, person: number, batch: number) {
  const token = ground.people[person - 1]?.deviceToken ?? '';
  const address = { 'X-Forwarded-For': addressOf(person) };
  if (kind === 'osmand') {
    const { lon, lat, recordedAt } = ground.walks.step(person);
    const timestamp = Date.parse(recordedAt) / 1000;
    const query = `id=${token}&lat=${lat}&lon=${lon}&timestamp=${timestamp}&speed=2.7&bearing=90&altitude=4&accuracy=5&batt=80`;
    return { method: 'GET', path: `/api/track/osmand?${query}`, headers: address };
  }
  const locations = Array.from({ length: batch }, () => {
    const { lon, lat, recordedAt } = ground.walks.step(person);
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon, lat] },
      properties: {
        timestamp: recordedAt,
        altitude: 4,
        speed: 1,
        horizontal_accuracy: 5,
        vertical_accuracy: -1,
        motion: ['walking'],
        battery_state: 'unplugged',
        battery_level: 0.8,
        device_id: '',
        wifi: '',
      },
    };
  });
  return {
    method: 'POST',
    path: '/api/track/overland',
    headers: {
      ...address,
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ locations }),
  };
}

/** Phone apps over HTTP: OsmAnd one position a request, Overland a batch. */
export async function loadPhones(
  kind: 'osmand' | 'overland',
  ground: Ground,
  { walkers, batch, ...load }: PositionLoad,
): Promise<Figure> {
  const all = Array.from({ length: load.atOnce }, () => openHttp(ground.port));
  const idle = [...all];
  try {
    return await keepBusy({
      ...load,
      async work(turn) {
        const connection = idle.pop();
        if (!connection) throw new Error('There is no connection for this.');
        const request = requestOf(kind, ground, personOf(turn, walkers), batch);
        const { status, body } = await connection.ask(request);
        if (status !== 200) throw new Error(`${kind}: ${status} ${body}`);
        idle.push(connection);
        return batch;
      },
    });
  } finally {
    for (const connection of all) connection.close();
  }
}
