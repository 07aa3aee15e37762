import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '#domain/config.ts';
import { invalidInput, SourceError } from '#domain/errors.ts';
import { defineCommand, exit, UsageError } from '#server/cli/command.ts';
import type { World } from '#server/cli/world.ts';
import { version } from '#server/version.ts';
import { makeWriters } from '#server/writer.ts';
import { baselineText, readComparable, readRun } from './baseline.ts';
import { judgeModelOf } from './calibrate-command.ts';
import { type Money, makeCassette } from './cassette.ts';
import { compareRuns, isSignificantDrop } from './compare.ts';
import { makeJudge, readRubrics } from './judges/judge.ts';
import { sendToLangSmith } from './langsmith.ts';
import { everybody } from './people.ts';
import { casesFromPromptfoo } from './promptfoo.ts';
import { htmlReport } from './report/html.ts';
import type { RunResult } from './result.ts';
import { runEvals } from './run.ts';
import { suites } from './suites/all.ts';

const names = suites.map((suite) => suite.name).join(', ');
/** Committed: what the offline writer reached. */
const committed = fileURLToPath(new URL('./baselines/offline.json', import.meta.url));

/** Recorded answers of each model that the suites were run with. */
const cassetteOf = (model: string): string =>
  fileURLToPath(new URL(`./cassettes/${model.replaceAll(/[^\w.-]+/g, '_')}.jsonl`, import.meta.url));

function countOf(name: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`--${name} ${text} is not valid. Valid: a whole number above 0.`);
}

/** @throws UsageError where one is given without the other, or either can't be read. */
function moneyOf(most: string | undefined, prices: string | undefined): Money | null {
  if (most === undefined && prices === undefined) return null;
  const [input, output] = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(prices ?? '')?.slice(1) ?? [];
  const amount = Number(most);
  if (input === undefined || output === undefined || !(amount > 0))
    throw new UsageError(
      '--max-cost AMOUNT goes with --prices IN/OUT, such as --max-cost 5 --prices 0.40/1.60.',
    );
  return { most: amount, input_price: Number(input), output_price: Number(output) };
}

/** All judges with one model, played from recorded answers unless it may be called. */
async function judgesOf(world: World, name: string, { live, tokens }: { live: boolean; tokens: number }) {
  const model = judgeModelOf(world, name);
  const file = cassetteOf(`judge-${model.model}`);
  const tape = await makeCassette({ file, live, max_tokens: tokens });
  const judges = [...readRubrics().keys()].map((rubric) =>
    makeJudge(rubric, { ...model, fetch: tape.fetch }),
  );
  return { judges, tape };
}

export const evalsRun = defineCommand({
  summary: 'evaluation suites over a writer',
  details: `Suites: ${names}. The exit status is 100 where a gate is not met: a suite below its floor, or significantly worse than the baseline (McNemar's exact test on the cases that both have, 5 %). Without a model nothing leaves the machine.`,
  args: {
    suite: { type: 'string', description: 'only these, separated by commas', valueHint: 'NAMES' },
    model: { type: 'string', description: 'the writer: offline, or openai:MODEL', valueHint: 'WRITER' },
    repeat: { type: 'string', default: '1', description: 'runs of each case', valueHint: 'N' },
    concurrency: {
      type: 'string',
      default: '2',
      description: 'suites at once, and cases of each at once; the figures are the same',
      valueHint: 'N',
    },
    judge: {
      type: 'string',
      description: 'a model that judges tone, helpfulness and plans: openai:MODEL',
      valueHint: 'MODEL',
    },
    baseline: {
      type: 'string',
      description: 'results.json to compare with; the committed one for the offline writer',
      valueHint: 'FILE',
    },
    out: {
      type: 'string',
      description: 'folder for results.json, junit.xml, report.html, report.md and promptfoo.json',
      valueHint: 'DIR',
    },
    live: {
      type: 'boolean',
      description: 'call the model for what its cassette does not hold, and record the answers',
    },
    cassette: {
      type: 'string',
      description: 'recorded answers of the model; evals/cassettes/MODEL.jsonl when left out',
      valueHint: 'FILE',
    },
    'max-tokens': {
      type: 'string',
      default: '2000000',
      description: 'most tokens that live calls may cost; what is asked beyond fails',
      valueHint: 'N',
    },
    'max-cost': {
      type: 'string',
      description: 'most money that live calls may cost, in the currency of --prices',
      valueHint: 'AMOUNT',
    },
    prices: {
      type: 'string',
      description: 'of a million tokens, in and out, as the vendor lists them: 0.40/1.60',
      valueHint: 'IN/OUT',
    },
    'max-seconds': {
      type: 'string',
      default: '3600',
      description: 'most seconds that the run may take; it can be resumed',
      valueHint: 'N',
    },
    resume: {
      type: 'boolean',
      description: 'with --out: goes on after the last suite that an interrupted run finished',
    },
    langsmith: {
      type: 'boolean',
      description: 'sends what came out, without names, to LangSmith: LANGSMITH_API_KEY, LANGSMITH_ENDPOINT',
    },
    'write-baseline': {
      type: 'string',
      description: 'keeps which cases passed, for later runs to be compared with',
      valueHint: 'FILE',
    },
    json: { type: 'boolean', description: 'the result as JSON' },
  },
  examples: [
    'fairlead evals run --out evals-report',
    'fairlead evals run --suite groundedness,injection --json',
  ],
  async run(
    { suite, model, repeat, baseline, out, json, live, cassette, resume, judge, langsmith, ...more },
    world,
  ) {
    const turns = Number(repeat);
    if (!Number.isInteger(turns) || turns < 1 || turns > 100)
      throw new UsageError(`--repeat ${repeat} is not valid. Valid: a whole number from 1 to 100.`);
    const chosen = (suite ?? '').split(',').filter((name) => name !== '');
    const stranger = chosen.find((name) => !suites.some((known) => known.name === name));
    if (stranger !== undefined) throw new UsageError(`There is no suite ${stranger}. Suites: ${names}.`);
    const config = world.config(model === undefined ? {} : { FAIRLEAD_MODEL: model });
    if (langsmith && config.langsmith.api_key === null)
      throw new UsageError('--langsmith sends what came out to LangSmith: set LANGSMITH_API_KEY.');
    const tokens = countOf('max-tokens', more['max-tokens']);
    const money = moneyOf(more['max-cost'], more.prices);
    const seconds = countOf('max-seconds', more['max-seconds']);
    if (resume && out === undefined)
      throw new UsageError('--resume goes on with what a run left in its --out folder: name it.');
    const tape =
      config.model === null
        ? null
        : await makeCassette({
            file: cassette ?? cassetteOf(config.model.model),
            live: live ?? false,
            max_tokens: tokens,
            ...(money === null ? {} : { money }),
          });
    const { writer } = await makeWriters(config, tape?.fetch);
    const judging =
      judge === undefined ? null : await judgesOf(world, judge, { live: live ?? false, tokens });
    const result = await runEvals({
      suites: chosen,
      writer,
      version: version(),
      model: config.model?.model ?? null,
      judges: judging?.judges ?? [],
      repeat: turns,
      concurrency: countOf('concurrency', more.concurrency),
      out: out ?? null,
      baseline: baseline ?? (config.model === null ? committed : null),
      tell: world.tell,
      progress: world.progress,
      resume: resume ?? false,
      signal: AbortSignal.any([world.signal, AbortSignal.timeout(seconds * 1000)]),
    });
    const silent = judging?.tape.counts().missing ?? 0;
    if (silent > 0)
      world.tell(
        `${silent} questions to the judge had no recorded answer; run once with --live to record them`,
      );
    if (tape !== null) {
      const { replayed, called, missing } = tape.counts();
      world.tell(`${replayed} recorded answers played, ${called} asked for`);
      // The offline writer stepped in: what was judged is not the model's.
      if (missing > 0)
        throw invalidInput(
          `${missing} questions to ${config.model?.model} went unanswered: ${live ? 'the budget of --max-tokens is spent' : 'no recorded answer; run once with --live'}. Nothing is said of the model.`,
        );
    }
    const keep = more['write-baseline'];
    if (keep !== undefined) await writeFile(keep, baselineText(result));
    if (json) world.print(JSON.stringify(result));
    else {
      for (const one of result.suites) {
        for (const rate of one.rates)
          world.print(
            `${one.suite}  ${rate.kind}  ${rate.passed}/${rate.total}  ${(100 * rate.rate).toFixed(1)} % (${(100 * rate.low).toFixed(1)} to ${(100 * rate.high).toFixed(1)} %)`,
          );
        for (const { metric, mean, passed, total } of one.metrics)
          world.print(`${one.suite}  metric ${metric}  ${mean.toFixed(2)}  ${passed}/${total} held`);
      }
      world.print(
        `${result.passed ? 'Every gate is met.' : 'A gate is not met.'} ${result.seconds.toFixed(1)} s`,
      );
    }
    const sent = !langsmith || (await sending(result, config, world));
    if (!result.passed) return exit.gate;
    return sent ? exit.done : exit.failure;
  },
});

/** Whether LangSmith took it. A gate that was missed is told first, so a failure here only says so. */
async function sending(run: RunResult, { langsmith: { api_key, endpoint } }: Config, world: World) {
  if (api_key === null) return false;
  try {
    const sent = await sendToLangSmith(run, await everybody(), { api_key, endpoint }, world.signal);
    world.tell(`${sent} suites were sent to LangSmith at ${new URL(endpoint).host}`);
    return true;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    world.tell(error.message);
    return false;
  }
}

export const evalsImport = defineCommand({
  summary: 'cases of a promptfoo configuration, as a file of cases of ours',
  details:
    'Prints one case a line, to be looked through and put into evals/cases. Tests stand in a list in the file; what all of them share is written into each.',
  args: {
    file: { type: 'positional', required: true, description: 'promptfoo configuration, YAML or JSON' },
  },
  examples: ['fairlead evals import promptfooconfig.yaml > evals/cases/claims/ours.jsonl'],
  async run({ file }, world) {
    const text = await readFile(file, 'utf8').catch((error: Error) => {
      throw invalidInput(`${file} cannot be read: ${error.message}`, { file });
    });
    for (const one of casesFromPromptfoo(text, file)) world.print(JSON.stringify(one));
    return exit.done;
  },
});

export const evalsCompare = defineCommand({
  summary: 'two runs of the suites, case by case',
  args: {
    before: { type: 'positional', required: true, description: 'results.json of the earlier run' },
    after: { type: 'positional', required: true, description: 'results.json of the later run' },
    out: { type: 'string', description: 'folder for report.html, both side by side', valueHint: 'DIR' },
    json: { type: 'boolean', description: 'the result as JSON' },
  },
  examples: ['fairlead evals compare before/results.json after/results.json'],
  async run({ before, after, out, json }, world) {
    const changes = compareRuns(await readComparable(before), await readComparable(after));
    if (out !== undefined) {
      const page = htmlReport(await readRun(after), await readRun(before));
      await mkdir(out, { recursive: true });
      await writeFile(path.join(out, 'report.html'), page);
    }
    if (json) world.print(JSON.stringify(changes));
    else {
      for (const change of changes) {
        world.print(
          `${change.suite}: ${(100 * change.before).toFixed(1)} % → ${(100 * change.after).toFixed(1)} %, ${change.worse.length} worse, ${change.better.length} better (p ${change.p_value.toFixed(3)})`,
        );
        for (const id of change.worse) world.print(`  worse   ${id}`);
        for (const id of change.better) world.print(`  better  ${id}`);
      }
    }
    return changes.some(isSignificantDrop) ? exit.gate : exit.done;
  },
});
