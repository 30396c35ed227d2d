import { useGroups } from '../support/groups-rig';
import { sendRaw, statusOf } from '../support/raw-http';

const rig = useGroups();

it('takes parameters in the address of a POST that says nothing of a body', async () => {
  const one = await rig.actor();
  const { data } = await one.ask('POST /api/users/me/devices', { name: 'Phone' });
  const address = `/api/track/osmand?id=${String(data['token'])}&lat=38.7&lon=-9.1`;
  const request = `POST ${address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
  expect(statusOf(await sendRaw(rig.app.url, [request]))).toBe(200);
  const rows = await rig.app.db('location_positions').where('user_id', one.userId);
  expect(rows).toMatchObject([{ lon: -9.1, lat: 38.7 }]);
});
