import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Built, sizeFaults, sizeLines, sizesOf } from './route-sizes.ts';

/** Builds the pages into `web/dist`, compressed beforehand. `--if-needed` does nothing when the sources are as they were. */
const room = import.meta.dirname;
const output = path.join(room, 'dist');
const stamp = path.join(output, 'build.json');

function sourceHash(): string {
  const hash = createHash('sha256');
  const files = [
    '../package-lock.json',
    'index.html',
    'build.ts',
    'route-sizes.ts',
    ...globSync('{src,public}/**/*.*', { cwd: room }),
  ].sort();
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(room, file)))
      .update('\0');
  return hash.digest('hex');
}

const isFresh = (hash: string) => existsSync(stamp) && JSON.parse(readFileSync(stamp, 'utf8')).hash === hash;

type BuildResult = Awaited<ReturnType<typeof import('vite').build>>;

/** Says what a visit loads, and ends the build where that is too much. */
function reportSizes(result: BuildResult): void {
  const [output] = (Array.isArray(result) ? result : [result]).flatMap((one) =>
    'output' in one ? [one.output] : [],
  );
  const sizes = sizesOf(
    (output ?? []).map((one): Built => {
      const { fileName } = one;
      if (one.type === 'asset')
        return { fileName, content: one.source, isEntry: false, source: null, needs: [], later: [] };
      const { code, isEntry, facadeModuleId, imports, dynamicImports, viteMetadata } = one;
      const needs = [...imports, ...(viteMetadata?.importedCss ?? [])];
      return { fileName, content: code, isEntry, source: facadeModuleId, needs, later: dynamicImports };
    }),
  );
  process.stdout.write(`web: ${sizeLines(sizes).replaceAll('\n', '\nweb: ')}\n`);
  const pages = globSync('src/pages/*.tsx', { cwd: room }).map((file) => path.basename(file, '.tsx'));
  // Signing in stands before every page: it comes with the first load.
  const faults = sizeFaults(
    sizes,
    pages.filter((page) => page !== 'sign-in'),
  );
  if (faults.length > 0) throw new Error(`web: ${faults.join('; ')}`);
}

async function build(hash: string): Promise<void> {
  const [{ build: viteBuild }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ]);
  const result = await viteBuild({
    root: room,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    // Nothing inlined: the content security policy allows no `data:` scripts or styles.
    build: {
      outDir: output,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'es2022',
      modulePreload: { polyfill: false },
    },
  });
  reportSizes(result);
  for (const file of globSync('**/*.{html,js,css,svg}', { cwd: output })) {
    const content = readFileSync(path.join(output, file));
    writeFileSync(path.join(output, `${file}.gz`), gzipSync(content, { level: 9 }));
    writeFileSync(
      path.join(output, `${file}.br`),
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
  }
  writeFileSync(stamp, `${JSON.stringify({ hash })}\n`);
}

const hash = sourceHash();
if (!process.argv.includes('--if-needed') || !isFresh(hash)) {
  if (existsSync(path.join(room, '../node_modules/vite'))) await build(hash);
  else
    process.stderr.write(
      'web: vite is not installed (a production install): the pages that are there stay as they are\n',
    );
}
