import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { goalVisibility } from '#domain/goal.ts';
import { type Language, languages } from '../vocabulary.ts';

const text = z.string().min(1);
/** A regular expression for a whole message in lower case, without its last stop. */
const whole = text.transform((source) => new RegExp(`^(?:${source})$`, 'iu'));
const perField = z.strictObject({ metric: text, target: text, baseline: text, due: text });
const perVisibility = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject(
    Object.fromEntries(goalVisibility.options.map((name) => [name, schema])) as Record<
      z.infer<typeof goalVisibility>,
      Schema
    >,
  );

const hears = z.strictObject({
  lead_in: text.transform((source) => new RegExp(`^(?:${source})`, 'iu')),
  yes: whole,
  no: whole,
  cancel: whole,
  undo: whole,
  restart: whole,
  skip: whole,
  unknown: whole,
  show: whole,
  help: whole,
  measure: whole,
  likely: whole,
  why: whole,
  greet: whole,
  thanks: whole,
  drop: whole,
  clear: whole,
  clear_fields: z.strictObject({ due: whole, target: whole, baseline: whole, window: whole }),
  rename: whole,
  rename_instead: whole,
  /** "take the second", "use cycle time": which indicator measures it. */
  choose: whole,
  also: text.transform((source) => new RegExp(`^(?:${source})`, 'iu')),
  question: text.transform((source) => new RegExp(`^(?:${source})`, 'iu')),
  team: whole,
  me: whole,
  visibility: perVisibility(whole),
  each: text,
  /** Place (1 is the first, -1 the last) → how it is said. */
  ordinals: z.record(z.string().regex(/^-?\d$/), text),
  /** ORDINALS stands for all of them. */
  ordinal_frame: text,
  baseline: text.transform((source) => new RegExp(`(?<![\\p{L}])(?:${source})(?![\\p{L}])`, 'iu')),
  target: text.transform((source) => new RegExp(`(?<![\\p{L}])(?:${source})(?![\\p{L}])`, 'iu')),
  /** Words that say nothing by themselves beside a number or a date. */
  filler: text.transform((source) => new Set(source.split('|'))),
  us: text.transform((source) => new RegExp(`(?<![\\p{L}])(?:${source})(?![\\p{L}])`, 'iu')),
  /** Put before a bare answer to "by when?". */
  date_prefixes: z.array(text),
});

const cardPhrases = z.strictObject({
  increase: text,
  decrease: text,
  maintain: text,
  achieve: text,
  increase_open: text,
  decrease_open: text,
  maintain_open: text,
  achieve_open: text,
  increase_by: text,
  decrease_by: text,
  increase_times: text,
  decrease_times: text,
  other_by: text,
});

const says = z.strictObject({
  /** A metric as it stands in a sentence. */
  quote: text,
  stop: text,
  understood: text,
  changed: text,
  noted: text,
  skipped: text,
  added: text,
  dropped: text,
  undone: text,
  nothing_to_undo: text,
  began_again: text,
  cancelled: text,
  cancelled_change: text,
  nothing_to_cancel: text,
  declined: text,
  nothing_to_save: text,
  blocked: text,
  saved: text,
  saved_change: text,
  where_measured: text,
  where_typed: text,
  visible: perVisibility(text),
  owner_me: text,
  owner_team: text,
  owner_no_team: text,
  already_saved: text,
  card_item: text,
  card: cardPhrases,
  level: z.strictObject({ '>=': text, '<=': text, '=': text, between: text }),
  points: text,
  from: text,
  due: text,
  due_vague: text,
  not_said: text,
  fields: perField,
  and: z.string(),
  data_baseline: text,
  data_differs: text,
  not_measured: text,
  not_measured_nearest: text,
  unsure_nearest: text,
  other_metric: text,
  for_team: text,
  chance: text,
  chance_none: text,
  chance_reasons: z.strictObject({ indicator: text, target: text, due: text, data: text }),
  ask: z.strictObject({
    metric_open: text,
    metric: text,
    target_increase: text,
    target_decrease: text,
    target: text,
    baseline: text,
    due: text,
  }),
  about: text,
  confirm: text,
  confirm_many: text,
  no_date: text,
  no_date_standing: text,
  welcome_back: text,
  which: text,
  unclear: text,
  unclear_hint: text,
  not_a_goal: text,
  not_a_goal_hint: text,
  not_measurable: text,
  unit_missing: text,
  nothing_readable: text,
  too_long: text,
  help: text,
  measure_list: text,
  measure_none: text,
  why: perField,
  why_none: text,
  greet: text,
  thanks: text,
  question: text,
  fell_back: text,
  /** Rules that hold saving up, by id, where they are to be said in another language than the checks' own English. */
  block: z.record(z.string(), text),
});

const phrasebook = z.strictObject({ hears, says, units: z.record(z.string(), text) });
export type Phrasebook = z.infer<typeof phrasebook>;
export type Hears = Phrasebook['hears'];
export type Says = Phrasebook['says'];

const known = new Map<Language, Phrasebook>();

/** What a language's file says, read when first needed. */
export function phrasebookOf(language: Language): Phrasebook {
  const before = known.get(language);
  if (before !== undefined) return before;
  const file = new URL(`./languages/${language}.json`, import.meta.url);
  const read = phrasebook.parse(JSON.parse(readFileSync(file, 'utf8')));
  known.set(language, read);
  return read;
}

/** The conversation's own language, then English, which everybody may fall back on, then the others. */
export const heardLanguages = (language: Language): Language[] =>
  [language, 'en' as const, ...languages].filter((name, place, all) => all.indexOf(name) === place);
export const hearingIn = (language: Language): Hears[] =>
  heardLanguages(language).map((name) => phrasebookOf(name).hears);

/** Fills `{name}` in one pass: what a person wrote is never looked at again. */
export const filled = (template: string, values: Readonly<Record<string, string | number>> = {}): string =>
  template.replace(/\{([a-z_]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
