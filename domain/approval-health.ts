import { z } from 'zod';
import { isoInstant } from './date.ts';
import { interventionId, personId, teamId } from './ids.ts';
import { type Decision, type Intervention, interventionKind } from './intervention.ts';

/** A decision with what is known of how long it took; seconds. */
export interface DecisionTiming {
  decided_by: z.infer<typeof personId>;
  /** On a planted proposal: it tells of attention, not of what the decider thinks of proposals. */
  planted: boolean;
  type: Decision['type'];
  /** From when the step became theirs to the decision. */
  waited_seconds: number;
  /** Since they first opened this version; null where that was not seen (decided from a list or by a tool). */
  read_seconds: number | null;
}

/** One that waits for a decision, with whose turn it is. */
export const openProposal = z.object({
  intervention_id: interventionId,
  kind: interventionKind,
  team_id: teamId,
  title: z.string(),
  step: z.int().nonnegative(),
  role: z.enum(['manager', 'hr']),
  /** Empty: whoever holds the role. */
  owner_ids: z.array(personId),
  waiting_since: isoInstant,
  age_days: z.number().nonnegative(),
});
export type OpenProposal = z.infer<typeof openProposal>;

/**
 * What is wrong with a planted proposal. `receiver_away`: the work goes to somebody who is away; `receiver_full`: to
 * somebody who is at the limit already; `wrong_way`: from somebody with room to somebody with less of it, so the
 * evidence shown speaks against it.
 */
export const canaryFlaw = z.enum(['receiver_away', 'receiver_full', 'wrong_way']);
export type CanaryFlaw = z.infer<typeof canaryFlaw>;

export const flawWords: Record<CanaryFlaw, string> = {
  receiver_away: 'it would have given work to somebody who is away',
  receiver_full: 'it would have given work to somebody who is over the limit already',
  wrong_way: 'it would have moved work from somebody with room to somebody with less of it',
};

/** A proposal that hr or an admin planted to see whether bad ones are noticed. Never carried out. */
export const canary = z.object({
  intervention_id: interventionId,
  flaw: canaryFlaw,
  /** To whom the work would wrongly go. */
  person_id: personId,
  planted_by: personId,
  planted_at: isoInstant,
});
export type Canary = z.infer<typeof canary>;

/** `caught`: rejected, or approved only after the fault was edited out. `open` and `undecided`: nobody was tested. */
export const canaryResult = z.enum(['caught', 'missed', 'open', 'undecided']);
export type CanaryResult = z.infer<typeof canaryResult>;

export interface CanaryStory {
  canary: Canary;
  intervention: Pick<Intervention, 'state' | 'actions'>;
  decisions: readonly Pick<Decision, 'type' | 'decided_by'>[];
}

/** What became of the test, and of whom: whoever rejected or approved it. */
export function resultOfCanary({ canary: planted, intervention, decisions }: CanaryStory): {
  result: CanaryResult;
  decided_by: Decision['decided_by'] | null;
} {
  const deciding = decisions.findLast(({ type }) => type === 'approve' || type === 'reject');
  if (deciding === undefined)
    return {
      result: intervention.state === 'awaiting_approval' ? 'open' : 'undecided',
      decided_by: null,
    };
  const faulty = intervention.actions.some(
    (action) => action.kind === 'reassign_work_item' && action.to_person_id === planted.person_id,
  );
  return {
    result: deciding.type === 'approve' && faulty ? 'missed' : 'caught',
    decided_by: deciding.decided_by,
  };
}

/** What a decider is told once they have decided on a planted proposal. */
export function debriefOf(flaw: CanaryFlaw, result: CanaryResult): string {
  const noticed = result === 'caught' ? 'You noticed.' : result === 'missed' ? 'It was approved.' : '';
  return `This proposal was a test, planted by hr: ${flawWords[flaw]}. ${noticed} Nothing was carried out.`.replaceAll(
    '  ',
    ' ',
  );
}

/** What approval health is reckoned from. */
export interface ApprovalFacts {
  timings: DecisionTiming[];
  open: OpenProposal[];
  canaries: (CanaryStory & { title: string; team_id: Intervention['team_id'] })[];
}

const share = z.object({ share: z.number(), lower95: z.number(), upper95: z.number() }).nullable();

export const deciderHealth = z.object({
  person_id: personId,
  decisions: z.int().nonnegative(),
  approved: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
  /** Of approvals and rejections. */
  approved_share: share,
  median_hours: z.number().nullable(),
  p90_hours: z.number().nullable(),
  /** Decided less than `quick_seconds` after they opened it. */
  quick: z.int().nonnegative(),
  /** Decided without having opened it. */
  unseen: z.int().nonnegative(),
  /** Planted proposals they decided, and noticed; null for readers other than hr and admins. */
  canaries: z.int().nonnegative().nullable(),
  caught: z.int().nonnegative().nullable(),
  catch_rate: share,
});
export type DeciderHealth = z.infer<typeof deciderHealth>;

export const canaryReport = canary.extend({
  title: z.string(),
  team_id: teamId,
  result: canaryResult,
  decided_by: personId.nullable(),
});

export const approvalHealth = z.object({
  /** First day that decisions are counted from. */
  since: z.iso.date(),
  quick_seconds: z.number(),
  decisions: z.int().nonnegative(),
  median_hours: z.number().nullable(),
  p90_hours: z.number().nullable(),
  quick: z.int().nonnegative(),
  unseen: z.int().nonnegative(),
  /** Those who wait longest first. */
  open: z.array(openProposal),
  deciders: z.array(deciderHealth),
  /** null for readers other than hr and admins. */
  canaries: z
    .object({
      planted: z.int().nonnegative(),
      decided: z.int().nonnegative(),
      caught: z.int().nonnegative(),
      catch_rate: share,
      list: z.array(canaryReport),
    })
    .nullable(),
});
export type ApprovalHealth = z.infer<typeof approvalHealth>;
