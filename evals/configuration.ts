import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contentHash, sha256 } from '#domain/json.ts';
import type { Writer } from '#domain/writer.ts';
import { readCalibrations, standingOf } from './judges/calibration.ts';
import type { Judge } from './judges/judge.ts';
import type { RunResult } from './result.ts';
import type { Suite } from './runner.ts';

const home = path.join(import.meta.dirname, '..');
/** Everything that what is written, and what is thought of it, comes from. */
const rooms = ['domain', 'analytics', 'prompts', 'tools', 'agents', 'demo', 'evals'];

/** Of every file of code and prompts, so that a run says what it ran even where nothing was committed. */
export function codeHash(): string {
  const files = rooms.flatMap((room) =>
    readdirSync(path.join(home, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|md)$/.test(file) && !file.endsWith('.test.ts'))
      .map((file) => path.join(room, file).split(path.sep).join('/')),
  );
  return contentHash(files.sort().map((file) => [file, sha256(readFileSync(path.join(home, file), 'utf8'))]));
}

interface Chosen {
  writer: Writer;
  repeat: number;
  model?: string | null;
  judges?: readonly Judge[];
}

type Configuration = Pick<RunResult, 'code_hash' | 'config_hash' | 'model' | 'judges'>;

/** What a run was done with; concurrency is no part of it, since it changes no figure. */
export function configurationOf(
  { writer, repeat, model = null, judges = [] }: Chosen,
  suites: readonly Suite[],
): Configuration {
  const calibrations = readCalibrations();
  const standing = judges.map((judge) => ({
    judge: judge.name,
    model: judge.model,
    prompt: judge.prompt,
    prompt_hash: judge.prompt_hash,
    decides: standingOf(judge, calibrations).decides,
  }));
  const gates = suites.map(({ name, floor, floors = {}, zero_tolerance = [] }) => ({
    name,
    floor,
    floors: { ...floors },
    zero_tolerance: [...zero_tolerance],
  }));
  return {
    code_hash: codeHash(),
    config_hash: contentHash({ writer: writer.name, model, repeat, judges: standing, suites: gates }),
    model,
    judges: standing,
  };
}
