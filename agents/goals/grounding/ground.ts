import { indicatorOf } from '#analytics/indicators/definitions.ts';
import { completeWeeksBefore } from '#domain/date.ts';
import type { KpiSpec } from '#domain/goal.ts';
import type { IndicatorDefinition, Subject } from '#domain/indicator.ts';
import type { EvidencePort, ObservationsPort } from '#domain/ports.ts';
import { observationEvidence } from '../../briefs/evidence.ts';
import { addsUp, type Conversion, conversionOf } from './conversion.ts';
import type { IndicatorFinder } from './finder.ts';
import type { Grounding, GroundKpi, GroundRequest, ObservedBaseline } from './grounding.ts';
import { courseOf, observedBaselineOf } from './observed.ts';
import { prospectOf } from './prospect.ts';
import type { Ranked, Ranking } from './ranking.ts';
import type { Terms } from './terms.ts';

export interface GroundDeps {
  finder: IndicatorFinder;
  terms: Terms;
  /** As the reader sees them. */
  observations: Pick<ObservationsPort, 'ofSubjects'>;
  /** As Fairlead: what was read under the reader's scope is kept so that it can be cited. */
  evidence: Pick<EvidencePort, 'record'>;
  /** Indicators that have a value for anybody: what the connected sources measure. */
  observed(): Promise<ReadonlySet<string>>;
  /** Whether the subject's figures may be shown to the reader; a small team's only to those who lead it. */
  figuresOf(subject: Subject): Promise<{ shown: true } | { shown: false; reason: string }>;
}

/** What a source would have to give, as one says it. */
const recordKinds: Readonly<Record<IndicatorDefinition['record_kind'], string>> = {
  work_item: 'work items',
  time_entry: 'time entries',
  pull_request: 'pull requests',
  code_review: 'code reviews',
  deployment: 'deployments',
  opportunity: 'deals',
  support_ticket: 'support tickets',
  satisfaction_rating: 'customer ratings',
  collaboration_activity: 'counts of messages and meetings',
};

/** Half a year, as scorecards show and as derived observations reach. */
const WEEKS = 26;
const NEAREST = 3;
/** What fits almost as well and is measured goes before what nothing measures yet: tickets may be work items, too. */
const ALMOST = 0.9;

interface Chosen {
  definition: IndicatorDefinition;
  complement: boolean;
  score: number;
}

const chosenOf = ({ ref, complement, score }: Ranked): Chosen[] => {
  const definition = indicatorOf(ref);
  return definition === undefined ? [] : [{ definition, complement, score }];
};

interface Choice {
  verdict: Grounding['verdict'];
  best: Chosen | null;
  notes: string[];
}

/** What is taken for the KPI's indicator: the person's own choice, else the best that some source measures. */
function choose(request: GroundRequest, ranking: Ranking, observed: ReadonlySet<string>): Choice {
  const { indicator_id } = request;
  const wanted = indicator_id == null ? undefined : indicatorOf(indicator_id);
  if (wanted !== undefined) {
    const found = ranking.indicators.find(({ ref }) => ref === wanted.id);
    const best = { definition: wanted, complement: found?.complement ?? false, score: found?.score ?? 0 };
    return { verdict: 'measured', best, notes: [] };
  }
  const [best] = ranking.indicators.flatMap(chosenOf);
  if (best === undefined || ranking.verdict === 'not_measured')
    return { verdict: 'not_measured', best: null, notes: [] };
  if (observed.has(best.definition.id)) return { verdict: ranking.verdict, best, notes: [] };
  const other = ranking.indicators
    .flatMap(chosenOf)
    .find(({ definition, score }) => observed.has(definition.id) && score >= ALMOST * best.score);
  if (other !== undefined) return { verdict: ranking.verdict, best: other, notes: [] };
  const missing = recordKinds[best.definition.record_kind];
  return {
    verdict: 'not_measured',
    best: null,
    notes: [
      `“${best.definition.name}” would measure it, but no connected source gives enough ${missing} yet.`,
    ],
  };
}

/** As it stands in a sentence. */
const nameOf = ({ definition, complement }: Chosen): string =>
  complement ? `100 % less ${definition.name}` : definition.name;

const nearestOf = (ranking: Ranking, observed: ReadonlySet<string>): Grounding['nearest'] =>
  ranking.indicators
    .flatMap(chosenOf)
    .filter(({ definition }) => observed.has(definition.id))
    .slice(0, NEAREST)
    .map((chosen) => ({
      indicator_id: chosen.definition.id,
      name: nameOf(chosen),
      score: Math.min(1, chosen.score),
    }));

/** Names an unmeasured usual measure where the words fit it better than anything measured. */
function otherOf(
  { other, indicators, verdict }: Ranking,
  { otherMetrics }: Terms,
): Grounding['other_metric'] {
  if (other === null || verdict !== 'not_measured' || other.score < (indicators[0]?.score ?? 0)) return null;
  return other.score < 0.3 ? null : (otherMetrics.get(other.ref) ?? null);
}

/** "Close 200 tickets by Q3" is one total; weekly values say how fast, not how many there are in the end. */
const isTotal = (kpi: KpiSpec, definition: IndicatorDefinition): boolean =>
  addsUp(definition) && kpi.direction === 'achieve' && kpi.window === null && kpi.due !== null;

/** Shares of items lie between 0 and 100; hours against a contract may lie above. */
const mostOf = (definition: IndicatorDefinition, { factor }: Conversion): number | null =>
  definition.unit === 'percent' && definition.id !== 'hours_against_capacity' ? 100 * factor : null;

type Measured = Pick<Grounding, 'baseline' | 'chance' | 'forecast' | 'owner_contributes' | 'notes'>;
const unmeasured = (...notes: string[]): Measured => ({
  baseline: null,
  chance: null,
  forecast: null,
  owner_contributes: null,
  notes,
});

/** What the organisation's data say of a KPI: the indicator, where it stands with citations, and how likely the target is. */
export function makeGroundKpi(deps: GroundDeps): GroundKpi {
  async function measure(
    request: GroundRequest,
    definition: IndicatorDefinition,
    conversion: Conversion,
  ): Promise<Measured> {
    const { kpi, subject, today } = request;
    const allowed = await deps.figuresOf(subject);
    if (!allowed.shown) return unmeasured(allowed.reason);
    const range = completeWeeksBefore(today, WEEKS);
    const seen = await deps.observations.ofSubjects([subject], range);
    const course = courseOf(seen, definition.id, range);
    const contributes = course.observations.some((one) => one !== null && one.n > 0);
    const observed = observedBaselineOf(course, definition, conversion);
    const total = isTotal(kpi, definition);
    const prospect = prospectOf({
      kpi,
      course,
      conversion,
      value: observed?.value ?? null,
      observed_to: range.to,
      most: mostOf(definition, conversion),
    });
    const notes = [
      observed === null
        ? `There is not enough recent data on “${definition.name}” for ${subject.kind === 'team' ? 'this team' : 'this person'}.`
        : null,
      total
        ? 'It is a total until its date; weekly figures say how fast it grows, not how likely it is.'
        : prospect.reason,
      conversion.per === 'week' && kpi.window === null && !total
        ? 'No period was said: it is read as per week.'
        : null,
    ].filter((note) => note !== null);
    return {
      baseline: observed === null || total ? null : await cited(observed, definition),
      chance: total ? null : prospect.chance,
      forecast: prospect.forecast,
      // Without a single observation of the subject nobody knows whether its sources are joined to it at all.
      owner_contributes: contributes ? true : seen.some(({ n }) => n > 0) ? false : null,
      notes,
    };
  }

  async function cited(
    { observations, ...observed }: NonNullable<ReturnType<typeof observedBaselineOf>>,
    definition: IndicatorDefinition,
  ): Promise<ObservedBaseline> {
    const stored = await deps.evidence.record(
      observations.map((one) => observationEvidence(one, definition)),
    );
    return { ...observed, evidence_ids: stored.map(({ id }) => id) };
  }

  return async (request, signal = new AbortController().signal) => {
    const { kpi, subject } = request;
    // One after the other: the embedded database has one connection.
    const { ranking, note } = await deps.finder.find(kpi, signal);
    const observed = await deps.observed();
    const choice = choose(request, ranking, observed);
    const asNumber =
      choice.best && conversionOf(kpi, choice.best.definition, choice.best.complement, deps.terms);
    const conversion = asNumber?.conversion ?? null;
    const misfit = asNumber !== null && asNumber.conversion === null ? asNumber.reason : null;
    const verdict =
      choice.verdict === 'measured' && misfit !== null && request.indicator_id == null
        ? 'unsure'
        : choice.verdict;
    const best = verdict === 'measured' ? choice.best : null;
    const measured =
      best === null || conversion === null
        ? unmeasured()
        : await measure(request, best.definition, conversion);
    return {
      verdict,
      indicator_id: best?.definition.id ?? null,
      indicator_name: best === null ? null : nameOf(best),
      indicator_unit: best?.definition.unit ?? null,
      indicator_direction: best?.definition.direction ?? null,
      complement: best?.complement ?? false,
      score: Math.min(1, choice.best?.score ?? ranking.indicators[0]?.score ?? 0),
      nearest: nearestOf(ranking, observed),
      other_metric: otherOf(ranking, deps.terms),
      subject,
      ...measured,
      notes: [note, misfit].filter((one) => one !== null).concat(choice.notes, measured.notes),
    };
  };
}
