import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rightVectors, type SparseRows } from './singular-vectors.ts';

const sparse = (dense: readonly (readonly number[])[], columns: number): SparseRows => ({
  columns,
  rows: dense.map((row) => {
    const entries = [...row.entries()].filter(([, value]) => value !== 0);
    return {
      at: Int32Array.from(entries, ([at]) => at),
      value: Float64Array.from(entries, ([, value]) => value),
    };
  }),
});

test('the singular values of a diagonal matrix are its entries, the largest first', () => {
  const { values, vectors } = rightVectors(
    sparse(
      [
        [0, 2, 0],
        [5, 0, 0],
        [0, 0, 1],
      ],
      3,
    ),
    2,
  );
  expect([...values].map((value) => Number(value.toFixed(8)))).toEqual([5, 2]);
  expect(Math.abs(vectors[0] ?? 0)).toBeCloseTo(1, 8);
  expect(Math.abs(vectors[3] ?? 0)).toBeCloseTo(1, 8);
});

test('all directions together hold the whole matrix, and stand at right angles', () => {
  const rows = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 7,
  });
  fc.assert(
    fc.property(rows, (dense) => {
      const { values, vectors } = rightVectors(sparse(dense, 5), 5);
      const squares = dense.flat().reduce((sum, value) => sum + value * value, 0);
      expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(squares, 4);
      const width = values.length;
      for (let one = 0; one < width; one += 1)
        for (let other = one; other < width; other += 1) {
          let product = 0;
          for (let row = 0; row < 5; row += 1)
            product += (vectors[row * width + one] ?? 0) * (vectors[row * width + other] ?? 0);
          expect(product).toBeCloseTo(one === other ? 1 : 0, 4);
        }
    }),
  );
});
