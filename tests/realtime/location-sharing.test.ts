import type { RoomPositions } from '../../src/plugins/realtime/contract/location';
import { outcomeOf, pointersOf } from '../support/groups-rig';
import { inSeconds } from '../support/places';
import { codeOf, useRealtime, type Actor } from '../support/realtime-rig';
import { until } from '../support/launcher-process';

const rig = useRealtime();
// Positions here come faster than those of phones.
process.env.LOCATION_INTERVAL_MS = '1';

interface Pair {
  one: Actor;
  other: Actor;
  room: string;
  documentId: string;
  code: string;
}
async function pair(): Promise<Pair> {
  const [one, other] = [await rig.actor(), await rig.actor()];
  return { one, other, ...(await rig.room(one, other)) };
}

const share = (person: Actor, room: string, seconds = 3600) =>
  person.ask('POST /api/location-shares', { room, until: inSeconds(seconds) });
const report = (person: Actor, lon: number, more: object = {}) =>
  person.ask('POST /api/location-reports', { lon, lat: 38, recordedAt: inSeconds(0), ...more });
/** Where somebody sees others, by longitude. */
async function seenBy(person: Actor, query = ''): Promise<[room: string, lons: number[]][]> {
  const { data } = await person.ask(`GET /api/location-reports/latest${query}`);
  return (data['rooms'] as RoomPositions[]).map(({ room, positions }) => [
    room,
    positions.map(({ lon }) => lon),
  ]);
}
const lonsOf = (news: RoomPositions[]) =>
  news.flatMap(({ positions }) => positions.map(({ lon }) => lon));

it('shows a room what is recorded from the start of a share to its end, and nothing else', async () => {
  const { one, other, room } = await pair();
  await report(one, 1);
  expect(await seenBy(other)).toEqual([]);
  const started = await share(one, room);
  expect(started.status).toBe(201);
  expect(started.data).toMatchObject({ room, isActive: true });
  expect(await seenBy(other)).toEqual([]);
  await report(one, 1.0001);
  expect(await seenBy(other)).toEqual([[room, [1.0001]]]);
  expect(await seenBy(other, `?room=${room}`)).toEqual([[room, [1.0001]]]);
  const stopped = await one.ask(`POST /api/location-shares/${String(started.data['id'])}/stop`);
  expect(stopped.status).toBe(200);
  expect(await seenBy(other)).toEqual([]);
  await report(one, 1.0002);
  const track = `/api/location-reports/track.geojson?room=${room}&person=${one.documentId}`;
  const { text } = await other.ask(`GET ${track}`);
  expect(text).toContain('1.0001');
  expect(text).not.toMatch(/\[1,38\]|1\.0002/);
  const id = String(started.data['id']);
  expect((await one.ask(`DELETE /api/location-shares/${id}`)).status).toBe(204);
  expect((await other.ask(`GET ${track}`)).status).toBe(404);
});

it('shows nothing to those who are not in the room, nor of who left it', async () => {
  const { one, other, room, documentId } = await pair();
  const stranger = await rig.actor();
  await share(one, room);
  await report(one, 2);
  expect(await seenBy(stranger)).toEqual([]);
  expect((await stranger.ask(`GET /api/location-reports/latest?room=${room}`)).status).toBe(404);
  const track = `GET /api/location-reports/track.gpx?room=${room}&person=${one.documentId}`;
  expect((await stranger.ask(track)).status).toBe(404);
  expect((await other.ask(track)).status).toBe(200);
  await rig.admin.ask(`DELETE /api/groups/${documentId}/members/${one.documentId}`);
  await until('who left is seen no more', async () => (await seenBy(other)).length === 0, 5000);
  const isGone = async () => (await other.ask(track)).status === 404;
  await until('and neither is their way', isGone, 5000);
});

it('refuses an end in the past or far away, and rooms of others', async () => {
  const { one, room } = await pair();
  for (const seconds of [-1, 15 * 86_400]) {
    const answer = await share(one, room, seconds);
    expect(outcomeOf(answer)).toEqual([422, 'validation-failed']);
    expect(pointersOf(answer)).toEqual(['/until']);
  }
  const { room: foreign } = await rig.room();
  expect((await share(one, foreign)).status).toBe(404);
});

it('does not let minors share, nor show those who turn out to be', async () => {
  const { one, other, room } = await pair();
  await share(one, room);
  await report(one, 3);
  expect(await seenBy(other)).toHaveLength(1);
  const dateOfBirth = `${new Date().getUTCFullYear() - 15}-01-01`;
  const [{ id }] = (await rig.app
    .db('profiles')
    .insert({ document_id: one.documentId, date_of_birth: dateOfBirth })
    .returning('id')) as [{ id: number }];
  await rig.app.db('profiles_user_lnk').insert({ profile_id: id, user_id: one.userId });
  await until('they are seen no more', async () => (await seenBy(other)).length === 0, 5000);
  expect(outcomeOf(await share(one, room))).toEqual([403, 'minors-do-not-share']);
});

it('hides what is within a privacy zone, also what was shared before', async () => {
  const { one, other, room } = await pair();
  await share(one, room);
  await report(one, 4);
  await report(one, 4.001);
  const zone = { name: 'Home', lon: 4.001, lat: 38, radiusMeters: 60 };
  const made = await one.ask('POST /api/users/me/privacy-zones', zone);
  expect(made.status).toBe(201);
  expect(await seenBy(other)).toEqual([]);
  const { text } = await other.ask(
    `GET /api/location-reports/track.geojson?room=${room}&person=${one.documentId}`,
  );
  expect(text).not.toContain('4.001');
  const path = `/api/users/me/privacy-zones/${String(made.data['id'])}`;
  expect((await other.ask(`DELETE ${path}`)).status).toBe(404);
  expect((await one.ask(`DELETE ${path}`)).status).toBe(204);
  expect(await seenBy(other)).toEqual([[room, [4.001]]]);
});

it('plays back where people were at a moment', async () => {
  const { one, other, room } = await pair();
  await share(one, room);
  const moments: string[] = [];
  for (const lon of [5, 5.0001, 5.0002]) {
    await report(one, lon);
    moments.push(inSeconds(0));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const [index, at] of moments.entries()) {
    const [seen] = await seenBy(other, `?room=${room}&at=${at}`);
    expect(seen).toEqual([room, [5 + index / 10_000]]);
  }
});

describe('by sockets', () => {
  it('tells watchers the newest position of each, whichever way it came', async () => {
    const { one, other, room } = await pair();
    const [mine, theirs] = [await rig.connectAs(one), await rig.connectAs(other)];
    expect(await theirs.ask('location:watch', { room })).toEqual({
      ok: true,
      data: { room, positions: [], sharing: [] },
    });
    const end = inSeconds(600);
    expect(await mine.ask('location:share', { room, until: end })).toMatchObject({
      data: { sharing: [{ room, until: end, isActive: true }] },
    });
    await until('sharing was told', () => theirs.got('location:sharing').length === 1, 5000);
    expect(theirs.got('location:sharing')).toMatchObject([
      { room, person: { id: one.documentId }, until: end },
    ]);
    const start = Date.now();
    const at = (index: number) => ({
      lon: 6 + index / 10_000,
      lat: 38,
      recordedAt: new Date(start + index * 100).toISOString(),
    });
    const late = [at(5), at(2), at(9), at(1)];
    expect(await mine.ask('location:update', late)).toEqual({
      ok: true,
      data: { accepted: 4, duplicates: 0, rejected: [] },
    });
    const news = () => lonsOf(theirs.got<RoomPositions>('location:positions'));
    await until('a position was told', () => news().length === 1, 5000);
    expect(news()).toEqual([6.0009]);
    await mine.ask('location:update', at(3));
    await one.ask('POST /api/location-reports', at(20));
    await until('the next was told', () => news().length === 2, 5000);
    expect(news()).toEqual([6.0009, 6.002]);
    const { data } = await (await rig.connectAs(other)).ask('location:watch', { room });
    expect(data).toMatchObject({
      positions: [{ person: { id: one.documentId }, lon: 6.002 }],
      sharing: [{ person: { id: one.documentId }, until: end }],
    });
    expect(await mine.ask('location:stop')).toEqual({ ok: true, data: { sharing: [] } });
    await until('the end was told', () => theirs.got('location:sharing').length === 2, 5000);
    expect(theirs.got('location:sharing')[1]).toMatchObject({ until: null });
    await mine.ask('location:update', at(30));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(news()).toHaveLength(2);
  });

  it('tells somebody who left the room nothing more within 5 s', async () => {
    const { one, other, room, documentId } = await pair();
    const theirs = await rig.connectAs(other);
    await theirs.ask('location:watch', { room });
    await share(one, room);
    await report(one, 7);
    await until('a position was told', () => theirs.got('location:positions').length > 0, 5000);
    await rig.admin.ask(`DELETE /api/groups/${documentId}/members/${other.documentId}`);
    await until('they were told to leave', () => theirs.got('room:left').length > 0, 5000);
    const before = theirs.got('location:positions').length;
    await report(one, 7.0001);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(theirs.got('location:positions')).toHaveLength(before);
    expect(codeOf(await theirs.ask('location:watch', { room }))).toBe('not-found');
  });

  it('W-10: refuses what is no position', async () => {
    const { ask } = await rig.connectAs(await rig.actor());
    for (const wrong of [{ lat: 91, lon: 1 }, { lat: 1, lon: 181 }, { lat: '12', lon: 1 }, {}, 5]) {
      expect(codeOf(await ask('location:update', wrong))).toBe('validation-failed');
    }
    const tomorrow = { lat: 1, lon: 1, recordedAt: inSeconds(86_400) };
    expect(codeOf(await ask('location:update', tomorrow))).toBe('validation-failed');
    expect(await ask('location:update', [tomorrow])).toMatchObject({
      data: { accepted: 0, rejected: [{ index: 0, reason: 'in-the-future' }] },
    });
  });
});

it('shows what a device sends that is bound to a room in that room alone', async () => {
  const { one, other, room } = await pair();
  const { room: second } = await rig.room(one, other);
  for (const name of [room, second]) await share(one, name);
  const { data } = await one.ask('POST /api/users/me/devices', { name: 'Boat', room: second });
  await fetch(`${rig.app.url}/api/track/osmand?id=${String(data['token'])}&lat=38&lon=8`);
  expect(await seenBy(other)).toEqual([[second, [8]]]);
});
