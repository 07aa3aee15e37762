import type { Clock } from '#domain/clock.ts';
import type { TenantId } from '#domain/ids.ts';
import type { Reader } from '#domain/person.ts';
import { makeApprovalHealth } from './approval-health.ts';
import { makeAudit } from './audit.ts';
import { makeBacktests } from './backtests.ts';
import { makeConversations } from './conversations.ts';
import { makeCycles } from './cycles.ts';
import type { Database } from './database.ts';
import { makeDrafts } from './drafts.ts';
import { makeEvaluations } from './evaluations.ts';
import { makeEvidence } from './evidence.ts';
import { makeGoals } from './goals.ts';
import { makeHouseActions } from './house-actions.ts';
import { makeIngest } from './ingest.ts';
import { makeInterventions } from './interventions.ts';
import { makeLedger } from './ledger.ts';
import { makeAssessments, makeObservations } from './measures.ts';
import { foundOrganisation, makeGrants, makePolicy, readerOf } from './organisation.ts';
import { makeOutbox } from './outbox.ts';
import { makePeople } from './people.ts';
import type { ScopedStore, Store } from './ports.ts';
import { makeProposalHistory } from './proposal-history.ts';
import { makeRecordSources } from './record-sources.ts';
import { makeRecords } from './records.ts';
import { makeRetrieval } from './retrieval.ts';
import { makeSpaces } from './retrieval-spaces.ts';
import { withScope } from './scope.ts';
import type { Scoped } from './scoped.ts';
import { makeSince } from './since.ts';
import { makeIdentities, makeSources } from './sources.ts';
import { makeWebhooks } from './webhooks.ts';

export interface StoreDeps {
  database: Database;
  tenant_id: TenantId;
  clock: Clock;
}

/** All that is kept for one organisation. Each call on `as(reader)` is a transaction of its own. */
export function makeStore({ database, tenant_id, clock }: StoreDeps): Store {
  const system: Reader = { kind: 'system' };
  const scopedTo = (reader: Reader, actor: string): Scoped => ({
    tenant_id,
    reader,
    actor,
    clock,
    run: (work) => withScope(database, { tenant_id, reader }, work),
    runAsSystem: (work) => withScope(database, { tenant_id, reader: system }, work),
  });
  return {
    as(reader, actor = reader.kind === 'person' ? reader.person_id : 'fairlead') {
      return assemble(scopedTo(reader, actor));
    },
    readerOf: (person) =>
      withScope(database, { tenant_id, reader: system }, (tx) => readerOf(tx, tenant_id, person)),
    found: (name, policy) =>
      withScope(database, { tenant_id, reader: system }, (tx) =>
        foundOrganisation(tx, { tenant_id, name, policy, at: clock.now() }),
      ),
  };
}

const assemble = (scoped: Scoped): ScopedStore => ({
  reader: scoped.reader,
  people: makePeople(scoped),
  grants: makeGrants(scoped),
  identities: makeIdentities(scoped),
  evaluations: makeEvaluations(scoped),
  webhooks: makeWebhooks(scoped),
  records: makeRecords(scoped),
  recordSources: makeRecordSources(scoped),
  sources: makeSources(scoped),
  ingest: makeIngest(scoped),
  observations: makeObservations(scoped),
  assessments: makeAssessments(scoped),
  evidence: makeEvidence(scoped),
  retrieval: makeRetrieval(scoped),
  spaces: makeSpaces(scoped),
  drafts: makeDrafts(scoped),
  goals: makeGoals(scoped),
  cycles: makeCycles(scoped),
  interventions: makeInterventions(scoped),
  history: makeProposalHistory(scoped),
  backtests: makeBacktests(scoped),
  ledger: makeLedger(scoped),
  approvalHealth: makeApprovalHealth(scoped),
  outbox: makeOutbox(scoped),
  house: makeHouseActions(scoped),
  conversations: makeConversations(scoped),
  since: makeSince(scoped),
  policy: makePolicy(scoped),
  audit: makeAudit(scoped),
});
