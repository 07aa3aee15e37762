import { isWithin } from '../date.ts';
import type { VerifiableDraft } from '../draft.ts';
import type { EvidenceItem } from '../evidence.ts';
import { checkCause } from './checks/cause.ts';
import { checkDates } from './checks/dates.ts';
import { checkDirection } from './checks/direction.ts';
import { checkEntities } from './checks/entities.ts';
import { checkGoal } from './checks/goal.ts';
import { checkNegation } from './checks/negation.ts';
import { checkNumbers } from './checks/numbers.ts';
import { checkSuperlative } from './checks/superlative.ts';
import { checkTogether } from './checks/together.ts';
import type { Check, Reason } from './claim.ts';
import { type ItemReading, readEvidence } from './evidence-reading.ts';
import { withoutQuotations } from './quotations.ts';
import { read } from './reading.ts';
import { tokenise } from './tokens.ts';

export interface ClaimVerdict {
  supported: boolean;
  /** `code: datum`, the codes of contract 4.4; empty when supported. */
  reasons: string[];
}

export interface Verdict {
  claims: ClaimVerdict[];
  /** `pass` when every claim is supported. A draft without claims passes: it says nothing that isn't so ("not enough data"). */
  verdict: 'pass' | 'fail';
}

export interface VerifyOptions {
  /** Names of people, teams and products that may be used without standing in the evidence, such as the subject's own. */
  known_entities?: readonly string[];
  /** Ids that the draft's reader may open; a citation of another is unknown. Default: all of the evidence. */
  readable?: readonly string[];
  /** Further subjects, such as the person's team, whose evidence a claim may cite when it speaks of the team. Default: none. */
  team_subjects?: readonly string[];
}

const checks: readonly Check[] = [
  checkNumbers,
  checkDates,
  checkEntities,
  checkTogether,
  checkDirection,
  checkNegation,
  checkGoal,
  checkSuperlative,
  checkCause,
];

/** How much of a claim's text a reason quotes. */
const DATUM_LENGTH = 80;
const render = ({ code, datum }: Reason): string => `${code}: ${datum.slice(0, DATUM_LENGTH)}`;

const speaksOfTeam = /\bteams?\b|\bcolleagues\b|\bpeers?\b/i;

function checkCitation(
  draft: VerifiableDraft,
  text: string,
  item: EvidenceItem,
  teams: ReadonlySet<string>,
): Reason[] {
  const reasons: Reason[] = [];
  const ofTeam = teams.has(item.subject) && speaksOfTeam.test(text);
  if (item.subject !== draft.subject && !ofTeam) reasons.push({ code: 'wrong-subject', datum: item.id });
  if (!isWithin(item.at, draft.period)) reasons.push({ code: 'outside-period', datum: item.id });
  return reasons;
}

/**
 * Says of each claim whether its cited evidence bears it out. Pure and deterministic; nothing is looked up.
 *
 * @param draft subject, period and claims with the ids they cite (contract 4.4)
 * @param evidence items that may be cited; of two with one id the first counts
 */
export function verifyDraft(
  draft: VerifiableDraft,
  evidence: readonly EvidenceItem[],
  options: VerifyOptions = {},
): Verdict {
  const readable = options.readable === undefined ? null : new Set(options.readable);
  const byId = new Map<string, EvidenceItem>();
  for (const item of evidence)
    if ((readable === null || readable.has(item.id)) && !byId.has(item.id)) byId.set(item.id, item);
  const readings = new Map<string, ItemReading>();
  const teams = new Set(options.team_subjects ?? []);
  const known = new Set(
    (options.known_entities ?? []).flatMap((name) => tokenise(name).map((token) => token.lower)),
  );
  const readItem = (item: EvidenceItem): ItemReading => {
    const reading = readings.get(item.id) ?? readEvidence(item, readings.size);
    readings.set(item.id, reading);
    return reading;
  };
  const claims = draft.claims.map(({ text, citations }): ClaimVerdict => {
    const ids = [...new Set(citations)];
    const items = ids.flatMap((id) => byId.get(id) ?? []);
    const reasons: Reason[] = ids.length === 0 ? [{ code: 'no-citation', datum: text }] : [];
    for (const id of ids) if (!byId.has(id)) reasons.push({ code: 'unknown-citation', datum: id });
    for (const item of items) reasons.push(...checkCitation(draft, text, item, teams));
    if (items.length > 0) {
      const stated = withoutQuotations(text, items, options.known_entities ?? []);
      const claim = {
        text: stated,
        reading: read(stated, draft.period),
        cited: items.map(readItem),
        period: draft.period,
        known,
      };
      for (const check of checks) reasons.push(...check(claim));
    }
    return { supported: reasons.length === 0, reasons: [...new Set(reasons.map(render))] };
  });
  return { claims, verdict: claims.every((claim) => claim.supported) ? 'pass' : 'fail' };
}
