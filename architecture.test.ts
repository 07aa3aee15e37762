import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

interface Room {
  rank: number;
  packages: string[] | 'any';
  node: string[] | 'any';
}

const root = import.meta.dirname;
const rules: {
  rooms: Record<string, Room>;
  outside_the_ranks: string[];
  environment_readers: string[];
  banned_folders: string[];
  only_tests_import: string[];
  marks: { file_lines: { median_at_most: number; each_at_most: number }; readme_lines_at_most: number };
} = JSON.parse(readFileSync(path.join(root, 'architecture.json'), 'utf8'));

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
});
const files = [...new Set(listed.split('\n'))].filter((file) => file !== '');
const roomOf = (file: string) => file.split('/')[0] ?? '';
const isTest = (file: string) =>
  /\.test\.tsx?$/.test(file) ||
  /(^|\/)testing\//.test(file) ||
  /(^|\/)conformance\.ts$/.test(file) ||
  /\.bench\.ts$/.test(file);
const sources = files.filter((file) => /\.tsx?$/.test(file) && roomOf(file) in rules.rooms);
const text = new Map(sources.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));

interface Import {
  from: string;
  specifier: string;
  /** The file in this project, or null for an outside package. */
  target: string | null;
  line: number;
}

const importPattern =
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

function importsOf(file: string): Import[] {
  const source = text.get(file) ?? '';
  return [...source.matchAll(importPattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const line = source.slice(0, match.index).split('\n').length;
    if (specifier.startsWith('#')) return { from: file, specifier, target: specifier.slice(1), line };
    if (specifier.startsWith('.'))
      return { from: file, specifier, target: path.posix.join(path.posix.dirname(file), specifier), line };
    return { from: file, specifier, target: null, line };
  });
}

const imports = sources.flatMap(importsOf);
const at = (item: Import) => `${item.from}:${item.line} imports ${item.specifier}`;
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

describe('the rooms', () => {
  test('stand at the top of the tree and nowhere else', () => {
    const rooms = [...Object.keys(rules.rooms), ...rules.outside_the_ranks];
    const strangers = files.filter(
      (file) => /\.tsx?$/.test(file) && file.includes('/') && !rooms.includes(roomOf(file)),
    );
    expect(strangers).toEqual([]);
  });

  test('import only rooms of a lower rank', () => {
    const wrong = imports.filter((item) => {
      if (item.target === null) return false;
      const [from, to] = [roomOf(item.from), roomOf(item.target)];
      if (from === to) return false;
      const [own, other] = [rules.rooms[from], rules.rooms[to]];
      // A test may reach for any room to build what it needs, but never upwards out of its rank.
      if (isTest(item.from) && own && other) return other.rank > own.rank && to !== 'evals';
      return other === undefined || own === undefined || other.rank >= own.rank;
    });
    expect(wrong.map(at)).toEqual([]);
  });

  test('cross a border by #room/…, so that the crossing is seen', () => {
    const wrong = imports.filter(
      (item) =>
        item.specifier.startsWith('.') && item.target !== null && roomOf(item.target) !== roomOf(item.from),
    );
    expect(wrong.map(at)).toEqual([]);
  });

  test('use only the packages that they may', () => {
    const wrong = imports.filter((item) => {
      if (item.target !== null || isTest(item.from)) return false;
      const room = rules.rooms[roomOf(item.from)];
      const allowed = item.specifier.startsWith('node:') ? room?.node : room?.packages;
      if (allowed === 'any')
        return rules.only_tests_import.includes(item.specifier) && roomOf(item.from) !== 'evals';
      return !allowed?.includes(
        item.specifier.startsWith('node:') ? item.specifier : packageOf(item.specifier),
      );
    });
    expect(wrong.map(at)).toEqual([]);
  });

  test('never import the simulated company, save where `start` and tests begin it', () => {
    const wrong = imports.filter(
      (item) =>
        item.target?.startsWith('demo/') &&
        roomOf(item.from) !== 'demo' &&
        !isTest(item.from) &&
        !/^(server\/.*(start|compose|demo)|evals\/)/.test(item.from),
    );
    expect(wrong.map(at)).toEqual([]);
  });

  test('each say in a short README what lives there', () => {
    for (const room of [...Object.keys(rules.rooms), ...rules.outside_the_ranks]) {
      const readme = files.includes(`${room}/README.md`)
        ? readFileSync(path.join(root, room, 'README.md'), 'utf8')
        : '';
      expect(readme, `${room}/README.md`).toMatch(/Lives here[\s\S]*Never lives here[\s\S]*May import/);
      if (room !== 'web')
        expect(readme.trimEnd().split('\n').length, `${room}/README.md`).toBeLessThanOrEqual(
          rules.marks.readme_lines_at_most,
        );
    }
  });
});

describe('the files', () => {
  test('have no import cycle', () => {
    const edges = new Map(
      sources.map((file) => [
        file,
        importsOf(file).flatMap(({ target }) => (target !== null && text.has(target) ? [target] : [])),
      ]),
    );
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, trail: string[]) => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
        return;
      }
      state.set(file, 'open');
      for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
      state.set(file, 'done');
    };
    for (const file of sources) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('import only files that exist', () => {
    const missing = imports.filter((item) => item.target !== null && !files.includes(item.target));
    expect(missing.map(at)).toEqual([]);
  });

  test('read process.env at the entry points alone', () => {
    const wrong = sources.filter(
      (file) =>
        !isTest(file) &&
        !rules.environment_readers.includes(file) &&
        /\bprocess\s*(\.|\[['"])\s*env\b/.test(text.get(file) ?? ''),
    );
    expect(wrong).toEqual([]);
  });

  test('lie in no folder whose name says nothing', () => {
    const wrong = files.filter((file) =>
      file
        .split('/')
        .slice(0, -1)
        .some((folder) => rules.banned_folders.includes(folder)),
    );
    expect(wrong).toEqual([]);
  });

  test('stay small', () => {
    const code = sources.filter((file) => !isTest(file));
    const lines = code
      .map((file) => ({ file, lines: (text.get(file) ?? '').split('\n').length }))
      .sort((a, b) => a.lines - b.lines);
    const median = lines[Math.floor(lines.length / 2)]?.lines ?? 0;
    expect(median).toBeLessThanOrEqual(rules.marks.file_lines.median_at_most);
    expect(lines.filter((entry) => entry.lines > rules.marks.file_lines.each_at_most)).toEqual([]);
  });

  test('have no default export and no `any` smuggled in by a comment', () => {
    const wrong = sources.filter((file) =>
      /^export default|biome-ignore[^\n]*noExplicitAny|@ts-(ignore|nocheck)/m.test(text.get(file) ?? ''),
    );
    expect(wrong).toEqual([]);
  });
});
