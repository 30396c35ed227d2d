import fc from 'fast-check';
import { encodeCellTile } from './encode-cell-tile';
import { encodeTile } from './encode-tile';

const unit = fc.integer({ min: -100, max: 4200 });
const count = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);

it('makes the very bytes that the encoder of any features makes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ left: unit, top: unit, count }), { maxLength: 200 }),
      fc.stringMatching(/^[a-z][a-z-]{0,30}$/),
      (cells, name) => {
        const features = cells.map(({ left, top, count: number }) => ({
          id: null,
          geometry: { type: 'Point' as const, coordinates: [left, top] as [number, number] },
          properties: { count: number },
        }));
        expect(encodeCellTile(name, cells).equals(encodeTile(name, features))).toBe(true);
      },
    ),
  );
});
