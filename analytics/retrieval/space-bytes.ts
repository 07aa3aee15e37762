import { z } from 'zod';
import type { LatentSpace } from './latent-space.ts';

const header = z.object({
  version: z.string(),
  dims: z.int().nonnegative(),
  features: z.array(z.string()),
  rarity_unknown: z.number(),
  passed_over: z.array(z.string()),
});
const LENGTH_BYTES = 4;

const littleEndian = (values: Float32Array): Uint8Array => {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setFloat32(index * 4, value, true);
  });
  return bytes;
};

/** A space as bytes, the same on every machine: length of the header, header as JSON, rarities, vectors. */
export function spaceToBytes({ rarity, vectors, ...rest }: LatentSpace): Uint8Array {
  const head = new TextEncoder().encode(JSON.stringify(header.parse(rest)));
  const bytes = new Uint8Array(LENGTH_BYTES + head.length + 4 * (rarity.length + vectors.length));
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, LENGTH_BYTES);
  bytes.set(littleEndian(rarity), LENGTH_BYTES + head.length);
  bytes.set(littleEndian(vectors), LENGTH_BYTES + head.length + 4 * rarity.length);
  return bytes;
}

/** null: not such bytes, or cut; whoever has them trains anew. */
export function spaceFromBytes(bytes: Uint8Array): LatentSpace | null {
  if (bytes.length < LENGTH_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = LENGTH_BYTES + view.getUint32(0, true);
  if (start > bytes.length) return null;
  const head = headerOf(bytes.subarray(LENGTH_BYTES, start));
  if (head === null) return null;
  const count = head.features.length;
  if (bytes.length !== start + 4 * count * (1 + head.dims)) return null;
  const floats = (from: number, length: number) =>
    Float32Array.from({ length }, (_, index) => view.getFloat32(from + 4 * index, true));
  return { ...head, rarity: floats(start, count), vectors: floats(start + 4 * count, count * head.dims) };
}

function headerOf(bytes: Uint8Array): z.infer<typeof header> | null {
  try {
    return header.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
