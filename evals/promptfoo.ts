import { parse } from 'yaml';
import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import { contentHash } from '#domain/json.ts';
import { assertion, type EvalCase } from './case.ts';

/** promptfoo's assertion; a string is short for `equals`, `not-` turns one round. */
const foreignAssertion = z.union([
  z.string().transform((value) => ({ type: 'equals', value, metric: undefined })),
  z.looseObject({
    type: z.string(),
    value: z.unknown().optional(),
    threshold: z.number().min(0).max(1).optional(),
    weight: z.number().min(0).optional(),
    metric: z.string().optional(),
  }),
]);

const foreignTest = z.looseObject({
  description: z.string().optional(),
  vars: z.record(z.string(), z.unknown()).default({}),
  assert: z.array(foreignAssertion).default([]),
  threshold: z.number().min(0).max(1).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

const config = z.looseObject({
  description: z.string().optional(),
  tests: z.array(foreignTest).min(1),
  defaultTest: foreignTest.partial().optional(),
});

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);

/**
 * The cases of a promptfoo configuration (YAML or JSON; `tests` as a list), in Fairlead's own form: what all tests share
 * is written into each, and an id is made of the description, so that the same file gives the same ids.
 * @throws UserError `invalid-input` naming what isn't as promptfoo documents it.
 */
export function casesFromPromptfoo(text: string, file: string): EvalCase[] {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw invalidInput(`${file} is neither YAML nor JSON: ${error instanceof Error ? error.message : error}`);
  }
  const read = config.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalidInput(
      `${file} is no promptfoo configuration with its tests in a list: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`,
      { field: issue?.path.join('.') ?? '' },
    );
  }
  const { tests, defaultTest, description: about } = read.data;
  return tests.map((test, index) => {
    const vars = { ...defaultTest?.vars, ...test.vars };
    const wanted = [...(defaultTest?.assert ?? []), ...test.assert];
    if (wanted.length === 0)
      throw invalidInput(`${file}: tests.${index} asserts nothing, so nothing could fail.`, {
        field: `tests.${index}.assert`,
      });
    const description = test.description ?? `${about ?? 'Case'} ${index + 1}`;
    return {
      id: `${slug(description)}-${contentHash({ vars, wanted }).slice(0, 8)}`,
      description,
      vars,
      assert: wanted.map((one) => assertion.parse({ ...one, metric: one.metric ?? null })),
      threshold: test.threshold ?? null,
      tags: ['imported'],
      provenance: `promptfoo: ${file}, test ${index + 1}`,
    };
  });
}

/** Cases as a promptfoo configuration's tests. */
export const casesToPromptfoo = (cases: readonly EvalCase[]): string =>
  `${JSON.stringify(
    {
      tests: cases.map(({ id, description, vars, assert, threshold, tags, provenance }) => ({
        description,
        vars,
        ...(threshold === null ? {} : { threshold }),
        assert: assert.map(({ metric, ...one }) => ({ ...one, ...(metric === null ? {} : { metric }) })),
        metadata: { id, tags, provenance },
      })),
    },
    null,
    1,
  )}\n`;
