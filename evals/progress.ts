import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Writer } from '#domain/writer.ts';
import { type RunResult, type SuiteResult, suiteResult } from './result.ts';

const kept = z.object({
  writer: z.string(),
  version: z.string(),
  code_hash: z.string().nullable(),
  config_hash: z.string().nullable(),
  repeat: z.int(),
  suites: z.array(suiteResult),
});

export interface Progress {
  /** Suites that an earlier run of the same writer, code and configuration finished; none when there was no such run. */
  read(): Promise<SuiteResult[]>;
  write(suites: readonly SuiteResult[]): Promise<void>;
  /** The run is whole: nothing is left to resume. */
  end(): Promise<void>;
}

/** What a run has finished, kept beside its reports until it is whole, so that an interrupted one can go on. */
export function makeProgress(
  folder: string,
  run: { writer: Writer; version: string; repeat: number },
  by: Pick<RunResult, 'code_hash' | 'config_hash'>,
): Progress {
  const file = path.join(folder, 'unfinished.json');
  const { code_hash, config_hash } = by;
  const of = { writer: run.writer.name, version: run.version, code_hash, config_hash, repeat: run.repeat };
  return {
    async read() {
      const text = await readFile(file, 'utf8').catch(() => null);
      if (text === null) return [];
      const found = kept.safeParse(JSON.parse(text));
      if (!found.success) return [];
      const { suites, ...other } = found.data;
      return JSON.stringify(other) === JSON.stringify(of) ? suites : [];
    },
    async write(suites) {
      await mkdir(folder, { recursive: true });
      await writeFile(file, JSON.stringify({ ...of, suites }));
    },
    end: () => rm(file, { force: true }),
  };
}
