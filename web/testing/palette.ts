import { crc32, deflateSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';

interface Pixels {
  width: number;
  height: number;
  /** Four bytes a pixel, as base64. */
  rgba: string;
}

/** A page of text has few colours: a third of the size with a palette, and no difference to the eye. */
const COLOURS = 256;
/** Squared distance in RGB below which two colours look alike: one of them is enough. */
const ALIKE = 40;

/** The browser reads the picture, so that no decoder is needed here. */
async function decode(context: BrowserContext, png: Buffer): Promise<Pixels> {
  const blank = await context.newPage();
  const pixels = await blank.evaluate(async (source) => {
    const bytes = Uint8Array.from(atob(source), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const { width, height } = image;
    const drawing = new OffscreenCanvas(width, height).getContext('2d');
    drawing?.drawImage(image, 0, 0);
    const { data = new Uint8ClampedArray() } = drawing?.getImageData(0, 0, width, height) ?? {};
    let text = '';
    for (const byte of data) text += String.fromCharCode(byte);
    return { width, height, rgba: btoa(text) };
  }, png.toString('base64'));
  await blank.close();
  return pixels;
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

const nearest = (colour: number, palette: readonly number[]): number =>
  palette.reduce(
    (best, candidate, index) =>
      distance(colour, candidate) < distance(colour, palette[best] ?? 0) ? index : best,
    0,
  );

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** The same picture as a PNG of colour type 3 (PNG specification, section 11), its commonest colours kept. */
export async function withPalette(context: BrowserContext, png: Buffer): Promise<Buffer> {
  const { width, height, rgba } = await decode(context, png);
  const bytes = Buffer.from(rgba, 'base64');
  const colours = Array.from({ length: width * height }, (_, pixel) => bytes.readUIntBE(pixel * 4, 3));
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const palette: number[] = [];
  for (const colour of byCount) {
    if (palette.length === COLOURS) break;
    if (palette.every((chosen) => distance(chosen, colour) > ALIKE)) palette.push(colour);
  }
  const places = new Map(byCount.map((colour) => [colour, nearest(colour, palette)]));
  // Each row begins with its filter: 0, none, which suits a palette.
  const rows = Buffer.alloc((width + 1) * height);
  for (const [pixel, colour] of colours.entries())
    rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = places.get(colour) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.alloc(palette.length * 3);
  for (const [index, colour] of palette.entries()) table.writeUIntBE(colour, index * 3, 3);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
