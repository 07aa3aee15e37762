import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a build made of one file of ours, as Vite's bundler tells it. */
export interface Built {
  fileName: string;
  content: string | Uint8Array;
  /** The chunk that the page begins with. */
  isEntry: boolean;
  /** The source that this is the chunk of; null for a shared part. */
  source: string | null;
  /** Files that must be there too: other chunks, style sheets. */
  needs: readonly string[];
  /** Chunks that are loaded later, at somebody's wish. */
  later: readonly string[];
}

export interface RouteSize {
  /** Name of the page's source: `inbox`. */
  page: string;
  /** Gzipped bytes that opening it adds to what every page begins with. */
  bytes: number;
}

export interface Sizes {
  /** Gzipped bytes before Home can be read. */
  first_load: number;
  routes: RouteSize[];
}

/** Issue 6: what a first visit may load, gzipped. */
export const FIRST_LOAD_LIMIT = 250_000;
/** The page that a first visit opens. */
const FIRST_PAGE = 'home';

const gzipped = (content: string | Uint8Array) => gzipSync(content, { level: 9 }).length;

/** The file with all that it can't do without. */
function closure(files: ReadonlyMap<string, Built>, name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const other of files.get(name)?.needs ?? []) closure(files, other, found);
  return found;
}

/** @throws Error where no chunk is an entry. */
export function sizesOf(built: readonly Built[]): Sizes {
  const files = new Map(built.map((one) => [one.fileName, one]));
  const entry = built.find(({ isEntry }) => isEntry);
  if (entry === undefined) throw new Error('the build has no entry');
  const sum = (names: Iterable<string>) =>
    [...names].reduce((total, name) => total + gzipped(files.get(name)?.content ?? ''), 0);
  const always = closure(files, entry.fileName);
  const routes = entry.later
    .map((name) => ({
      page: path.basename(files.get(name)?.source ?? name, '.tsx'),
      bytes: sum([...closure(files, name)].filter((one) => !always.has(one))),
    }))
    .toSorted((one, other) => other.bytes - one.bytes);
  const first = routes.find(({ page }) => page === FIRST_PAGE)?.bytes ?? 0;
  return { first_load: sum(always) + first, routes };
}

/** What is wrong with the sizes; empty is what one wants. `pages` are the names of all page sources. */
export function sizeFaults({ first_load, routes }: Sizes, pages: readonly string[]): string[] {
  const known = new Set(routes.map(({ page }) => page));
  return [
    ...(first_load > FIRST_LOAD_LIMIT
      ? [`the first load is ${first_load} bytes gzipped, more than ${FIRST_LOAD_LIMIT}`]
      : []),
    ...pages
      .filter((page) => !known.has(page))
      .map((page) => `pages/${page}.tsx is not loaded by itself: use \`later\` in app.tsx`),
  ];
}

const KILO = 1000;
const kilobytes = (bytes: number) => `${(bytes / KILO).toFixed(1)} kB`;

/** One line for the first load, one for what each page adds. */
export const sizeLines = ({ first_load, routes }: Sizes): string =>
  [
    `first load ${kilobytes(first_load)} gzipped (limit ${kilobytes(FIRST_LOAD_LIMIT)})`,
    `pages add ${routes.map(({ page, bytes }) => `${page} ${kilobytes(bytes)}`).join(', ')}`,
  ].join('\n');
