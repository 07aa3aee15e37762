import { z } from 'zod';
import { isoInstant } from './date.ts';
import { decisionType, interventionKind } from './intervention.ts';

const named = z.object({ id: z.string(), name: z.string() });

/** Something that happened since somebody last looked, and that they may see. */
export const sinceEvent = z.object({
  /**
   * `drafted`: a summary or plan of oneself. `team_drafted`: drafts of a team, by its cycle. `decided`: somebody else
   * decided on a proposal. `carried_out`: an approved proposal was. `fell_behind`: a KPI is off track or at risk that wasn't
   * when one last looked. `contested`: somebody disputes an item of evidence. `talk_planned`: a one-to-one with oneself.
   */
  kind: z.enum([
    'drafted',
    'team_drafted',
    'decided',
    'carried_out',
    'fell_behind',
    'contested',
    'talk_planned',
  ]),
  at: isoInstant,
  /** Whom it is about, where it is about people. */
  people: z.array(named),
  /** Who did it; null for Fairlead. */
  by: named.nullable(),
  /** Where one can look. */
  place: z.object({ kind: z.enum(['person', 'proposal', 'goal', 'team', 'evidence']), id: z.string() }),
  /** The proposal's kind, of proposals. */
  proposal: interventionKind.nullable(),
  decision: decisionType.nullable(),
  /** What is drafted, a goal's objective, or the reason given; null where the rest says it. */
  text: z.string().nullable(),
  /** How many: drafts, or actions. */
  count: z.int().nonnegative(),
});
export type SinceEvent = z.infer<typeof sinceEvent>;

/** Days that are looked back over when somebody never looked. */
export const FIRST_LOOK_DAYS = 7;
