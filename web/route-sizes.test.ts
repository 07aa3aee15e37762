import { describe, expect, it } from 'vitest';
import { type Built, FIRST_LOAD_LIMIT, sizeFaults, sizesOf } from './route-sizes.ts';

const file = (fileName: string, more: Partial<Built> = {}): Built => ({
  fileName,
  content: `/* ${fileName} */`,
  isEntry: false,
  source: null,
  needs: [],
  later: [],
  ...more,
});

/** Text that gzip can't make much smaller. */
function noise(bytes: number): Uint8Array {
  let seed = 1;
  return Uint8Array.from({ length: bytes }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed & 255;
  });
}

const entry = file('index.js', {
  isEntry: true,
  needs: ['react.js', 'index.css'],
  later: ['home.js', 'goals.js'],
});
const built = [
  entry,
  file('react.js', { needs: ['index.js'], content: noise(5000) }),
  file('index.css'),
  file('home.js', { source: 'pages/home.tsx', needs: ['react.js', 'words.js'] }),
  file('goals.js', { source: 'pages/goals.tsx', needs: ['words.js'], content: noise(900) }),
  file('words.js', { content: noise(300) }),
];

describe('route sizes', () => {
  it('count what a page needs once, and not what every page has', () => {
    const { first_load, routes } = sizesOf(built);
    expect(routes.map(({ page }) => page)).toEqual(['goals', 'home']);
    const [goals, home] = routes.map(({ bytes }) => bytes);
    expect(goals).toBeGreaterThan(1150);
    expect(home).toBeLessThan(400);
    expect(first_load).toBeGreaterThan(5300);
    expect(first_load).toBeLessThan(6000);
  });

  it('are a fault where the first load is too big, or a page comes with it', () => {
    const sizes = sizesOf(built);
    expect(sizeFaults(sizes, ['home', 'goals'])).toEqual([]);
    expect(sizeFaults(sizes, ['home', 'goals', 'audit'])).toEqual([
      expect.stringContaining('pages/audit.tsx'),
    ]);
    expect(sizeFaults({ ...sizes, first_load: FIRST_LOAD_LIMIT + 1 }, [])).toHaveLength(1);
  });
});
