import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Writer } from '#domain/writer.ts';
import { type SuiteResult, suiteResult } from './result.ts';

const kept = z.object({
  writer: z.string(),
  version: z.string(),
  repeat: z.int(),
  suites: z.array(suiteResult),
});

export interface Progress {
  /** Suites that an earlier run of the same writer, version and repeat finished; none when there was no such run. */
  read(): Promise<SuiteResult[]>;
  write(suites: readonly SuiteResult[]): Promise<void>;
  /** The run is whole: nothing is left to resume. */
  end(): Promise<void>;
}

/** What a run has finished, kept beside its reports until it is whole, so that an interrupted one can go on. */
export function makeProgress(
  folder: string,
  run: { writer: Writer; version: string; repeat: number },
): Progress {
  const file = path.join(folder, 'unfinished.json');
  const of = { writer: run.writer.name, version: run.version, repeat: run.repeat };
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) return [];
      const found = kept.safeParse(JSON.parse(text));
      if (!found.success) return [];
      const { suites, ...by } = found.data;
      return JSON.stringify(by) === JSON.stringify(of) ? suites : [];
    },
    async write(suites) {
      await mkdir(folder, { recursive: true });
      await writeFile(file, JSON.stringify({ ...of, suites }));
    },
    end: () => rm(file, { force: true }),
  };
}
