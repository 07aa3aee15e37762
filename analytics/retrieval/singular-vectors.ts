import { makeRandom } from '../series/random.ts';

/** Rows of a sparse matrix, each its columns with values. */
export interface SparseRows {
  columns: number;
  rows: readonly { at: Int32Array; value: Float64Array }[];
}

/** Directions beyond those asked for, and passes that sharpen them: the usual choice of Halko et al. (section 1.3). */
const OVERSAMPLING = 10;
const POWER_PASSES = 2;
const SWEEPS = 30;
const SEED = 20_240_617;

/** `A · B`, B of `columns` × `width` in row order. */
function times({ rows }: SparseRows, dense: Float64Array, width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  rows.forEach(({ at, value }, row) => {
    const base = row * width;
    for (let entry = 0; entry < at.length; entry += 1) {
      const from = (at[entry] ?? 0) * width;
      const factor = value[entry] ?? 0;
      for (let index = 0; index < width; index += 1)
        out[base + index] = (out[base + index] ?? 0) + factor * (dense[from + index] ?? 0);
    }
  });
  return out;
}

/** `Aᵀ · B`, B of `rows` × `width`. */
function transposedTimes({ rows, columns }: SparseRows, dense: Float64Array, width: number): Float64Array {
  const out = new Float64Array(columns * width);
  rows.forEach(({ at, value }, row) => {
    const base = row * width;
    for (let entry = 0; entry < at.length; entry += 1) {
      const to = (at[entry] ?? 0) * width;
      const factor = value[entry] ?? 0;
      for (let index = 0; index < width; index += 1)
        out[to + index] = (out[to + index] ?? 0) + factor * (dense[base + index] ?? 0);
    }
  });
  return out;
}

const columnsOf = (matrix: Float64Array, width: number): Float64Array[] =>
  Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: matrix.length / width }, (_, row) => matrix[row * width + column] ?? 0),
  );

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

/** Makes the columns orthonormal in place (Gram–Schmidt, twice over, which is as good as Householder's). */
function orthonormalise(matrix: Float64Array, width: number): void {
  // Column by column in memory: a walk across the rows would miss the cache at every step.
  const columns = columnsOf(matrix, width);
  columns.forEach((column, index) => {
    const before = Math.sqrt(product(column, column));
    for (let pass = 0; pass < 2; pass += 1)
      for (const earlier of columns.slice(0, index)) {
        const share = product(column, earlier);
        for (let at = 0; at < column.length; at += 1)
          column[at] = (column[at] ?? 0) - share * (earlier[at] ?? 0);
      }
    const length = Math.sqrt(product(column, column));
    // What is left of a column that the earlier ones hold already is rounding: it becomes nothing.
    const factor = length > 1e-10 * before && length > 0 ? 1 / length : 0;
    for (let at = 0; at < column.length; at += 1) {
      column[at] = (column[at] ?? 0) * factor;
      matrix[at * width + index] = column[at] ?? 0;
    }
  });
}

/** Eigenvalues and vectors (columns) of a symmetric matrix by Jacobi's rotations. */
function eigen(symmetric: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const a = symmetric.slice();
  const vectors = new Float64Array(size * size);
  for (let index = 0; index < size; index += 1) vectors[index * size + index] = 1;
  const cell = (matrix: Float64Array, row: number, column: number) => matrix[row * size + column] ?? 0;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    let rest = 0;
    for (let row = 0; row < size; row += 1)
      for (let column = row + 1; column < size; column += 1) rest += cell(a, row, column) ** 2;
    if (rest < 1e-18) break;
    for (let row = 0; row < size; row += 1)
      for (let column = row + 1; column < size; column += 1) {
        const off = cell(a, row, column);
        if (Math.abs(off) < 1e-15) continue;
        const theta = (cell(a, column, column) - cell(a, row, row)) / (2 * off);
        const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        const sine = tangent * cosine;
        for (let index = 0; index < size; index += 1) {
          const [left, right] = [cell(a, index, row), cell(a, index, column)];
          a[index * size + row] = cosine * left - sine * right;
          a[index * size + column] = sine * left + cosine * right;
        }
        for (let index = 0; index < size; index += 1) {
          const [left, right] = [cell(a, row, index), cell(a, column, index)];
          a[row * size + index] = cosine * left - sine * right;
          a[column * size + index] = sine * left + cosine * right;
          const [one, other] = [cell(vectors, index, row), cell(vectors, index, column)];
          vectors[index * size + row] = cosine * one - sine * other;
          vectors[index * size + column] = sine * one + cosine * other;
        }
      }
  }
  return { values: Float64Array.from({ length: size }, (_, index) => cell(a, index, index)), vectors };
}

export interface RightVectors {
  /** Singular values, the largest first. */
  values: Float64Array;
  /** `columns` × `values.length`, in row order: where each column of the matrix lies. */
  vectors: Float64Array;
}

/**
 * The largest singular values and right singular vectors of a sparse matrix, by random projection with power passes:
 * N. Halko, P. G. Martinsson, J. A. Tropp, "Finding Structure with Randomness", SIAM Review 53 (2011), algorithms
 * 4.3 and 5.1. A fixed seed, so the same matrix gives the same vectors; directions of no length are left out.
 */
export function rightVectors(matrix: SparseRows, wanted: number): RightVectors {
  const rank = Math.min(matrix.rows.length, matrix.columns);
  const width = Math.min(rank, wanted + OVERSAMPLING);
  if (width === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  const random = makeRandom(SEED);
  // Texts are fewer than features: only their side is made orthonormal, which is most of the work.
  let left = times(
    matrix,
    Float64Array.from({ length: matrix.columns * width }, () => random() - 0.5),
    width,
  );
  orthonormalise(left, width);
  for (let pass = 0; pass < POWER_PASSES; pass += 1) {
    left = times(matrix, transposedTimes(matrix, left, width), width);
    orthonormalise(left, width);
  }
  const image = transposedTimes(matrix, left, width);
  const { values, vectors } = eigen(gramOf(image, width), width);
  const largest = Math.max(...values, 0);
  const order = [...values.keys()]
    .filter((index) => (values[index] ?? 0) > 1e-12 * largest)
    .sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0))
    .slice(0, wanted);
  return {
    values: Float64Array.from(order, (index) => Math.sqrt(values[index] ?? 0)),
    vectors: rotated(image, width, { values, vectors, order }),
  };
}

/** `Bᵀ · B`. */
function gramOf(image: Float64Array, width: number): Float64Array {
  const columns = columnsOf(image, width);
  const gram = new Float64Array(width * width);
  columns.forEach((one, row) => {
    columns.forEach((other, column) => {
      if (column < row) return;
      const value = product(one, other);
      gram[row * width + column] = value;
      gram[column * width + row] = value;
    });
  });
  return gram;
}

/** The image turned into the directions of `order`, each 1 long. */
function rotated(
  image: Float64Array,
  width: number,
  { values, vectors, order }: ReturnType<typeof eigen> & { order: readonly number[] },
): Float64Array {
  const rows = image.length / width;
  const out = new Float64Array(rows * order.length);
  order.forEach((from, to) => {
    const length = Math.sqrt(values[from] ?? 1);
    const turn = Float64Array.from(
      { length: width },
      (_, index) => (vectors[index * width + from] ?? 0) / length,
    );
    for (let row = 0; row < rows; row += 1) {
      let sum = 0;
      for (let index = 0; index < width; index += 1)
        sum += (image[row * width + index] ?? 0) * (turn[index] ?? 0);
      out[row * order.length + to] = sum;
    }
  });
  return out;
}
