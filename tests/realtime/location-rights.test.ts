import { outcomeOf } from '../support/groups-rig';
import { until } from '../support/launcher-process';
import { inSeconds } from '../support/places';
import { codeOf, useRealtime, type Actor } from '../support/realtime-rig';

const rig = useRealtime();
// Positions here come faster than those of phones.
process.env.LOCATION_INTERVAL_MS = '1';

const WITHIN_MS = 5000;
const share = (person: Actor, room: string) =>
  person.ask('POST /api/location-shares', { room, until: inSeconds(3600) });
const report = (person: Actor, lon: number) =>
  person.ask('POST /api/location-reports', { lon, lat: 38, recordedAt: inSeconds(0) });
async function openShares(person: Actor): Promise<number> {
  const { text } = await person.ask('GET /api/location-shares');
  const { data } = JSON.parse(text) as { data: { isActive: boolean }[] };
  return data.filter(({ isActive }) => isActive).length;
}

/** A group with a member and a mentor, who share with each other and watch. */
async function mentored() {
  const [member, mentor] = [await rig.actor(), await rig.actor('mentor')];
  const group = await rig.group({ mentor: mentor.documentId });
  await rig.join(group, member);
  const room = `group:${group.code}`;
  for (const person of [member, mentor]) expect((await share(person, room)).status).toBe(201);
  const [theirs, mentors] = [await rig.connectAs(member), await rig.connectAs(mentor)];
  for (const socket of [theirs, mentors]) {
    expect(await socket.ask('location:watch', { room })).toMatchObject({ ok: true });
  }
  return { member, mentor, group, room, theirs, mentors };
}

it('ends what a mentor shares and watches within 5 s when a group has another mentor', async () => {
  const { member, mentor, group, room, theirs, mentors } = await mentored();
  const other = await rig.actor('mentor');
  await rig.admin.ask(`PUT /api/groups/${group.documentId}`, {
    data: { mentor: other.documentId },
  });
  await until('they were told to leave', () => mentors.got('room:left').length > 0, WITHIN_MS);
  expect(mentors.got('room:left')).toEqual([{ room }]);
  expect([await openShares(mentor), await openShares(member)]).toEqual([0, 1]);
  const before = [theirs, mentors].map((socket) => socket.got('location:positions').length);
  await report(mentor, 1);
  await report(member, 2);
  await until(
    'the member was told of their own',
    () => theirs.got('location:positions').length > (before[0] ?? 0),
    WITHIN_MS,
  );
  expect(JSON.stringify(theirs.got('location:positions'))).not.toContain(mentor.documentId);
  expect(mentors.got('location:positions')).toHaveLength(before[1] ?? 0);
  expect(codeOf(await mentors.ask('location:watch', { room }))).toBe('not-found');
  // Who comes back does not begin again by that.
  await rig.admin.ask(`PUT /api/groups/${group.documentId}`, {
    data: { mentor: mentor.documentId },
  });
  expect(await openShares(mentor)).toBe(0);
});

it('leaves alone what a mentor shares when the group changes otherwise, or they are a member as well', async () => {
  const { mentor, group } = await mentored();
  const path = `PUT /api/groups/${group.documentId}`;
  await rig.admin.ask(path, { data: { name: 'Seals', mentor: mentor.documentId } });
  expect(await openShares(mentor)).toBe(1);
  await rig.join(group, mentor);
  await rig.admin.ask(path, { data: { mentor: null } });
  expect(await openShares(mentor)).toBe(1);
});

it('ends what an administrator shares with a room of others when they are it no more', async () => {
  const [member, admin] = [await rig.actor(), await rig.actor('admin')];
  const { room } = await rig.room(member);
  const { room: own } = await rig.room(admin);
  for (const name of [room, own]) await share(admin, name);
  const socket = await rig.connectAs(admin);
  await socket.ask('location:watch', { room });
  const { id } = await rig.app.db('up_roles').where('type', 'student').first<{ id: number }>('id');
  await rig.app.db('up_users_role_lnk').where('user_id', admin.userId).update({ role_id: id });
  expect(await openShares(admin)).toBe(1);
  await until('they were told to leave', () => socket.got('room:left').length > 0, WITHIN_MS);
});

it('says nothing of how long a way is to who may not see whose it is', async () => {
  const [walker, viewer] = [await rig.actor(), await rig.actor()];
  const { room, documentId } = await rig.room(walker, viewer);
  await share(walker, room);
  await rig.app
    .db('location_shares')
    .where('user_id', walker.userId)
    .update({ starts_at: new Date(Date.now() - 86_400_000) });
  await report(walker, 1);
  await rig.app.db.raw(
    `insert into location_positions
     select (json_populate_record(position,
               json_build_object('recorded_at', now() - n * interval '1 second'))).*
       from location_positions as position, generate_series(1, 50000) as n
      where position.user_id = :userId`,
    { userId: walker.userId },
  );
  const ask = async () =>
    outcomeOf(
      await viewer.ask(
        `GET /api/location-reports/track.geojson?person=${walker.documentId}&room=${room}`,
      ),
    );
  expect(await ask()).toEqual([400, 'too-many-positions']);
  await rig.admin.ask(`DELETE /api/groups/${documentId}/members/${walker.documentId}`);
  await until('they are seen no more', async () => (await ask())[0] === 404, WITHIN_MS);
  expect(await ask()).toEqual([404, 'not-found']);
});
