import type { Draft, DraftList } from '../answers.ts';
import { useResource } from '../use-resource.ts';
import { Cited, ClaimText } from './claims.tsx';
import { SourceText } from './source-text.tsx';
import { Empty, Failure, Loading } from './states.tsx';
import { day, sectionTitles, span } from './words.ts';

/** The newest summary and plan, with the evidence of each sentence beside them. */
export function PersonDrafts({ person }: { person: string }) {
  const summaries = useResource<DraftList>(`/api/summaries?person_id=${person}&limit=1`);
  const plans = useResource<DraftList>(`/api/plans?person_id=${person}&limit=1`);
  if (summaries.state === 'loading' || plans.state === 'loading') return <Loading what="summary and plan" />;
  if (summaries.state === 'failed') return <Failure error={summaries.error} retry={summaries.reload} />;
  if (plans.state === 'failed') return <Failure error={plans.error} retry={plans.reload} />;
  const [summary] = summaries.value.items;
  const [plan] = plans.value.items;
  return (
    <Cited order={[...citedIn(summary), ...citedIn(plan)]}>
      <Summary draft={summary} />
      <Plan draft={plan} />
    </Cited>
  );
}

const citedIn = (draft: Draft | undefined): string[] => [
  ...(draft?.claims ?? []).flatMap((claim) => claim.citations),
  ...(draft?.areas ?? []).flatMap((area) => [...area.reason.citations, ...area.measure.citations]),
];

/** Who wrote it, with what, and what was left out: under each draft. */
function Provenance({ draft }: { draft: Draft }) {
  const { writer, model, prompt, fallback_reason } = draft.authorship;
  const left = draft.dropped.length;
  return (
    <p className="quiet measure">
      Drafted {day(draft.created_at)} by {writer}
      {model !== null && ` (${model})`}
      {prompt !== null && `, prompt ${prompt}`}. Each sentence was checked against its evidence
      {left > 0 && `; ${left} that could not be proven ${left === 1 ? 'was' : 'were'} left out`}.
      {fallback_reason !== null && ` The model was not used: ${fallback_reason}.`} Fairlead gives no ratings.
    </p>
  );
}

function Summary({ draft }: { draft: Draft | undefined }) {
  if (draft === undefined) {
    return (
      <section className="card stack tight">
        <h2>Summary</h2>
        <Empty>None yet. The team's next cycle drafts one.</Empty>
      </section>
    );
  }
  const sections = Object.keys(sectionTitles)
    .map((section) => ({ section, claims: draft.claims.filter((claim) => claim.section === section) }))
    .filter(({ claims }) => claims.length > 0);
  return (
    <section className="card stack">
      <div className="row apart">
        <div className="stack close">
          <h2>Summary</h2>
          <p className="quiet">{span(draft.period.from, draft.period.to)}</p>
        </div>
        <button type="button" className="button second small no-print" onClick={() => window.print()}>
          Print
        </button>
      </div>
      {draft.status === 'not_enough_data' && (
        <Empty>Not enough data for a summary of this period. Nothing is guessed.</Empty>
      )}
      {sections.map(({ section, claims }) => (
        <div key={section} className="stack tight">
          <h3 className="overline">{sectionTitles[section]}</h3>
          {claims.map((claim) => (
            <p key={claim.text} className="measure">
              <ClaimText
                claim={claim}
                place={{ kind: 'draft', id: draft.id, claim: draft.claims.indexOf(claim) }}
              />
            </p>
          ))}
        </div>
      ))}
      <Provenance draft={draft} />
    </section>
  );
}

/** Where a plan's sentence stands: behind its claims, area by area, the reason and then the measure. */
const placeIn = (draft: Draft, area: number, sentence: 0 | 1) =>
  ({ kind: 'draft', id: draft.id, claim: draft.claims.length + 2 * area + sentence }) as const;

function Plan({ draft }: { draft: Draft | undefined }) {
  if (draft === undefined) return null;
  return (
    <section className="card stack">
      <h2>Development plan</h2>
      {draft.areas.length === 0 && <Empty>Not enough data for a plan yet.</Empty>}
      <div className="plan-areas">
        {draft.areas.map((area, index) => (
          <div key={area.title} className="stack tight">
            <h3 className="overline">
              <SourceText>{area.title}</SourceText>
            </h3>
            <p className="measure">
              <ClaimText claim={area.reason} place={placeIn(draft, index, 0)} />
            </p>
            <ul>
              {area.actions.map((action) => (
                <li key={action} className="measure">
                  <SourceText>{action}</SourceText>
                </li>
              ))}
            </ul>
            <p className="measure">
              <strong>Measure:</strong> <ClaimText claim={area.measure} place={placeIn(draft, index, 1)} />{' '}
              <span className="quiet">Look again on {day(area.review_on)}.</span>
            </p>
          </div>
        ))}
      </div>
      <Provenance draft={draft} />
    </section>
  );
}
