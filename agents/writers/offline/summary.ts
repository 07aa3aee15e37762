import type { DraftClaim } from '#domain/draft.ts';
import type { SummaryBrief } from '#domain/writer.ts';
import { achievedClaims } from './achieved.ts';
import { againstRoleClaims } from './against-role.ts';
import { inTheWayClaims } from './in-the-way.ts';
import { discussionClaims } from './to-discuss.ts';

/** Sentences a section may have: twelve make a page that is read to its end. */
const SENTENCES = { achieved: 3, against_role: 4, in_the_way: 3, to_discuss: 2 };
/** What a calm section doesn't use, the next ones may, up to this many in all. */
const MOST_SENTENCES = 12;

/** The claims of a summary in reading order; none where the evidence is too thin. */
export function writeSummaryClaims(brief: SummaryBrief): DraftClaim[] {
  if (brief.thin) return [];
  const achieved = achievedClaims(brief);
  const role = againstRoleClaims(brief).slice(0, SENTENCES.against_role);
  const way = inTheWayClaims(brief).slice(0, SENTENCES.in_the_way);
  const spare = SENTENCES.against_role - role.length + SENTENCES.in_the_way - way.length;
  const done = achieved.slice(0, SENTENCES.achieved + Math.min(1, spare));
  const left = MOST_SENTENCES - done.length - role.length - way.length;
  const talk = discussionClaims(brief).slice(0, Math.min(left, SENTENCES.to_discuss + 1));
  return [...done, ...role, ...way, ...talk];
}
