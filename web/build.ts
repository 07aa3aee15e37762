import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

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

async function build(hash: string): Promise<void> {
  const [{ build: viteBuild }, { default: react }] = await Promise.all([
    import('vite'),
    import('@vitejs/plugin-react'),
  ]);
  await viteBuild({
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
