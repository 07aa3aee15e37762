import type { Finding } from '#domain/assessment.ts';
import { burnoutWarning } from './burnout-warning.ts';
import { checkIn } from './check-in.ts';
import { goalAtRisk } from './goal-at-risk.ts';
import type { ProposalKind } from './kind.ts';
import { recognition } from './recognition.ts';
import { retentionConversation } from './retention-conversation.ts';
import { unblock } from './unblock.ts';

/** Every kind that a finding can lead to; moving work has its own way, by the solver. */
export const proposalKinds: readonly ProposalKind[] = [
  goalAtRisk,
  retentionConversation,
  burnoutWarning,
  unblock,
  checkIn,
  recognition,
];

/** The kind that a finding leads to; undefined where it is only a remark. */
export const kindOf = (finding: Finding['kind']): ProposalKind | undefined =>
  proposalKinds.find((kind) => kind.from.includes(finding));
