import { z } from 'zod';
import { invalidInput } from '#domain/errors.ts';
import { readCases } from '../case.ts';
import type { Judged } from './judge.ts';

/** A text that a person called good or bad by a judge's rubric. */
export interface Labelled extends Judged {
  id: string;
  good: boolean;
}

const vars = z.object({ given: z.string(), text: z.string() });
const label = z.enum(['good', 'bad']);

/** The labelled texts of a judge: cases of `cases/judges` whose first tag is its name, with one assertion `label`. */
export function readLabelled(judge: string): Labelled[] {
  return readCases('judges')
    .filter(({ tags }) => tags[0] === judge)
    .map(({ id, vars: given, assert }) => {
      const [rule] = assert;
      const read = label.safeParse(rule?.value);
      if (rule?.type !== 'label' || !read.success)
        throw invalidInput(`${id}: a labelled text asserts label, good or bad.`);
      return { id, good: read.data === 'good', ...vars.parse(given) };
    });
}
