import { Link } from 'wouter';
import type { Draft, DraftList, PersonView, Scorecard } from '../answers.ts';
import { Cited, ClaimText } from '../parts/claims.tsx';
import { ScorecardTable } from '../parts/scorecard-table.tsx';
import { SourceText } from '../parts/source-text.tsx';
import { Empty, Failure, Loading } from '../parts/states.tsx';
import { day, sectionTitles } from '../parts/words.ts';
import { useResource } from '../use-resource.ts';

export function PersonPage({ id }: { id: string }) {
  const person = useResource<PersonView>(`/api/people/${id}`);
  const summaries = useResource<DraftList>(`/api/summaries?person_id=${id}`);
  const plans = useResource<DraftList>(`/api/plans?person_id=${id}`);
  const scorecard = useResource<Scorecard>(`/api/people/${id}/scorecard`);
  if (person.state === 'loading') return <Loading what="the person" />;
  if (person.state === 'failed') return <Failure error={person.error} retry={person.reload} />;
  const { name, job_title, team_id } = person.value;
  return (
    <>
      <div className="page-head stack tight">
        <h1>{name}</h1>
        <p className="quiet">
          {job_title ?? 'no job title'} {team_id && <Link href={`/teams/${team_id}`}>team</Link>}
        </p>
      </div>
      <div className="stack">
        {summaries.state === 'loading' && <Loading what="the summary" />}
        {summaries.state === 'failed' && <Failure error={summaries.error} retry={summaries.reload} />}
        {summaries.state === 'ready' && <Summary draft={summaries.value.items[0]} />}
        {plans.state === 'failed' && <Failure error={plans.error} retry={plans.reload} />}
        {plans.state === 'ready' && <Plan draft={plans.value.items[0]} />}
        <section className="card stack tight">
          <h2>Indicators</h2>
          {scorecard.state === 'loading' && <Loading what="indicators" />}
          {scorecard.state === 'failed' && <Failure error={scorecard.error} retry={scorecard.reload} />}
          {scorecard.state === 'ready' && <ScorecardTable scorecard={scorecard.value} />}
        </section>
      </div>
    </>
  );
}

/** Who wrote it, with what, and what was left out: under each draft. */
function Provenance({ draft }: { draft: Draft }) {
  const { writer, model, prompt, fallback_reason } = draft.authorship;
  return (
    <p className="quiet">
      Drafted {day(draft.created_at)} by {writer}
      {model !== null && ` (${model})`}
      {prompt !== null && `, prompt ${prompt}`}; each sentence checked against its evidence
      {draft.dropped.length > 0 && `, ${draft.dropped.length} dropped`}.
      {fallback_reason !== null && ` The model was not used: ${fallback_reason}.`} No rating is given by
      Fairlead.
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
  const sections = Object.keys(sectionTitles).map((section) => ({
    section,
    claims: draft.claims.filter((claim) => claim.section === section),
  }));
  return (
    <Cited order={draft.claims.flatMap((claim) => claim.citations)}>
      <section className="card stack">
        <div>
          <h2>Summary</h2>
          <p className="quiet">
            {day(draft.period.from)} to {day(draft.period.to)}
          </p>
        </div>
        {draft.status === 'not_enough_data' && (
          <Empty>Not enough data for a summary of this period. Nothing is guessed.</Empty>
        )}
        {sections
          .filter(({ claims }) => claims.length > 0)
          .map(({ section, claims }) => (
            <div key={section} className="stack tight">
              <h3>{sectionTitles[section]}</h3>
              {claims.map((claim) => (
                <p key={claim.text} className="claim measure">
                  <ClaimText claim={claim} />
                </p>
              ))}
            </div>
          ))}
        <Provenance draft={draft} />
      </section>
    </Cited>
  );
}

function Plan({ draft }: { draft: Draft | undefined }) {
  if (draft === undefined || (draft.areas.length === 0 && draft.status === 'ready')) return null;
  return (
    <Cited order={draft.areas.flatMap((area) => [...area.reason.citations, ...area.measure.citations])}>
      <section className="card stack">
        <h2>Development plan</h2>
        {draft.status === 'not_enough_data' && <Empty>Not enough data for a plan yet.</Empty>}
        {draft.areas.map((area) => (
          <div key={area.title} className="stack tight">
            <h3>
              <SourceText>{area.title}</SourceText>
            </h3>
            <p className="claim measure">
              <ClaimText claim={area.reason} />
            </p>
            <ul>
              {area.actions.map((action) => (
                <li key={action} className="measure">
                  <SourceText>{action}</SourceText>
                </li>
              ))}
            </ul>
            <p className="claim measure">
              <strong>Measure:</strong> <ClaimText claim={area.measure} />{' '}
              <span className="quiet">Look again on {day(area.review_on)}.</span>
            </p>
          </div>
        ))}
        <Provenance draft={draft} />
      </section>
    </Cited>
  );
}
