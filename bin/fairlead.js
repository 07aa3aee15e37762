#!/usr/bin/env node
// Runs the command line on Node 24, which comes with the dependencies, whatever Node started this file.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST_SUPPORTED_MAJOR = 24; // the first line that strips TypeScript types and has no warning about it
const cli = fileURLToPath(new URL('../server/main.ts', import.meta.url));
const bundledNode = fileURLToPath(
  new URL(
    `../node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/bin/node${process.platform === 'win32' ? '.exe' : ''}`,
    import.meta.url,
  ),
);

if (Number(process.versions.node.split('.')[0]) >= OLDEST_SUPPORTED_MAJOR) {
  process.argv[1] = cli;
  await import(cli);
} else if (existsSync(bundledNode)) {
  const child = spawn(bundledNode, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
} else {
  process.stderr.write(
    `Fairlead needs Node ${OLDEST_SUPPORTED_MAJOR} or newer; this is ${process.version}, and no bundled one was found at ${bundledNode}. Run "npm ci" with optional dependencies, or install Node ${OLDEST_SUPPORTED_MAJOR}.\n`,
  );
  process.exit(1);
}
