import { describeDevice } from './device';

it.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  ['', 'Unknown device'],
  ['curl/8.5.0', 'curl'],
  ['<script>alert(1)</script>', 'Unknown program'],
])('describes %s as people know it', (userAgent, device) => {
  expect(describeDevice(userAgent)).toBe(device);
});
