import type { Assessment, Finding } from '#domain/assessment.ts';
import { addDays, dayOf, type IsoDate, isWithin, type Period } from '#domain/date.ts';
import type { Fact, NewEvidence } from '#domain/evidence.ts';
import type { CheckIn, Goal } from '#domain/goal.ts';
import type { PersonId } from '#domain/ids.ts';
import type { IndicatorDefinition, Observation } from '#domain/indicator.ts';
import { corridorWords, exactFigure, roundedFigure } from './figures.ts';
import { printableTitle, quotableTitle } from './title.ts';
import type { WorkItemReading } from './work-item-reading.ts';

/** A fact, left out where its value isn't known. */
function fact(
  name: string,
  value: number | string | null | undefined,
  unit: string | null = null,
  period: string | null = null,
): Fact[] {
  return value === null || value === undefined || value === '' ? [] : [{ name, value, unit, period }];
}

const spanOf = (period: Period): string => `${period.from}/${period.to}`;

export interface WorkItemContext {
  person_id: PersonId;
  period: Period;
  other_people: readonly { name: string }[];
}

function workItemText({ item, ...reading }: WorkItemReading, period: Period): string {
  const kind = [item.type ?? 'work item', item.priority === null ? null : `priority ${item.priority}`]
    .filter((part) => part !== null)
    .join(', ');
  const parts =
    reading.state === 'closed'
      ? [
          `closed on ${reading.resolved_on}`,
          reading.lead_days === null
            ? null
            : `${exactFigure(reading.lead_days, 'days')} after it was created`,
          reading.cycle_days === null
            ? null
            : `${exactFigure(reading.cycle_days, 'days')} after work on it began`,
          reading.late === true ? `${exactFigure(reading.late_days ?? 0, 'days')} after its due day` : null,
          reading.late === false ? 'by its due day' : null,
        ]
      : [
          `open at the end of ${period.to}`,
          reading.in_progress ? 'in progress' : null,
          reading.blocked ? 'blocked' : null,
          reading.overdue_days === null
            ? null
            : `${exactFigure(reading.overdue_days, 'days')} past its due day`,
        ];
  const more = [
    item.due_on === null ? null : `due ${item.due_on}`,
    reading.reopened > 0 ? `reopened ${exactFigure(reading.reopened, 'times')}` : null,
    (reading.blocked_days ?? 0) > 0
      ? `blocked for ${exactFigure(reading.blocked_days ?? 0, 'days')} of the period`
      : null,
  ];
  return `${item.key} (${kind}): ${[...parts, ...more].filter((part) => part !== null).join('; ')}.`;
}

/**
 * What a work item was for its holder in the period. Its title stands among the facts and never in the text, and not
 * at all where it gives orders to its reader: a ticket must not be able to supply the figures that it asks for.
 */
export function workItemEvidence(reading: WorkItemReading, context: WorkItemContext): NewEvidence {
  const { item, record } = reading;
  const at = reading.state === 'closed' ? (reading.resolved_on ?? context.period.to) : context.period.to;
  const title = quotableTitle(item.title);
  const span = spanOf(context.period);
  return {
    subject: context.person_id,
    at,
    kind: 'record',
    ref_id: record.id,
    text: workItemText(reading, context.period),
    facts: [
      ...fact('key', item.key),
      ...fact('title', title),
      ...fact('type', printableTitle(item.type)),
      ...fact('priority', printableTitle(item.priority)),
      ...item.components.slice(0, 3).flatMap((component) => fact('component', quotableTitle(component))),
      ...fact('state', reading.state, null, at),
      ...fact('closed on', reading.resolved_on, 'date'),
      ...fact('due on', item.due_on, 'date'),
      ...fact('created on', dayOf(item.created_at), 'date'),
      ...fact('lead time', reading.lead_days, 'days'),
      ...fact('cycle time', reading.cycle_days, 'days'),
      ...fact('late', reading.late === true ? reading.late_days : null, 'days'),
      ...fact('overdue', reading.overdue_days, 'days', at),
      ...fact('times reopened', reading.reopened, 'count', span),
      ...fact('blocked', reading.blocked_days, 'days', span),
      ...fact('blocked at the end', reading.blocked ? 'yes' : 'no', null, at),
      ...fact('in progress at the end', reading.in_progress ? 'yes' : 'no', null, at),
      ...fact('remaining', reading.state === 'open' ? item.remaining_hours : null, 'hours', at),
    ],
    mentions: context.other_people
      .map(({ name }) => name)
      .filter((name) => title?.toLowerCase().includes(name.toLowerCase())),
  };
}

/** One week's value of an indicator. */
export function observationEvidence(observation: Observation, definition: IndicatorDefinition): NewEvidence {
  const { period, value, n, subject } = observation;
  const said = value === null ? 'not enough data' : exactFigure(value, observation.unit);
  return {
    subject: subject.id,
    at: period.to,
    kind: 'observation',
    ref_id: observation.id,
    text: `${definition.name}, week of ${period.from}: ${said} (from ${exactFigure(n, 'items')}).`,
    facts: [
      ...fact(definition.name, value === null ? null : roundedFigure(value), observation.unit, period.from),
      ...fact('items', n, 'count', period.from),
    ],
    mentions: [],
  };
}

export interface AssessmentContext {
  definition: IndicatorDefinition;
  corridor: { low: number | null; high: number | null };
  /** Weeks with a value, and items behind them. */
  weeks: number;
  recent_weeks: number;
  /** Monday of the first week of the recent level; null where there is none. */
  recent_from: IsoDate | null;
  n: number;
  reachable: number | null;
}

/** One statement a part: what it was lately, what before, how it moved, and what is healthy. */
function assessmentText(assessment: Assessment, context: AssessmentContext): string {
  const { recent, baseline, trend, change_point: change, period } = assessment;
  const { definition, corridor, recent_from, reachable } = context;
  const { unit, name } = definition;
  const from = recent_from ?? period.from;
  const parts = [
    recent === null
      ? `${name}: not enough data`
      : `${name}: ${exactFigure(recent, unit)} from ${from} to ${period.to}`,
    baseline === null ? '' : `${exactFigure(baseline, unit)} from ${period.from} to ${addDays(from, -1)}`,
    trend === null || trend.direction === 'flat' ? '' : `${trend.direction} over the weeks`,
    change !== null && isWithin(change.at, period)
      ? `the level changed in the week of ${change.at}, from ${exactFigure(change.before, unit)} to ${exactFigure(change.after, unit)}`
      : '',
    corridorWords(corridor, unit),
    reachable === null ? '' : `better quartile of the weeks ${exactFigure(reachable, unit)}`,
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

/** What analytics say of an indicator over the period, dated on its last day. */
export function assessmentEvidence(assessment: Assessment, context: AssessmentContext): NewEvidence {
  const { definition, corridor } = context;
  const { unit, name } = definition;
  const { recent, baseline, period, change_point: change, trend } = assessment;
  const span = spanOf(period);
  const rising = trend !== null && trend.direction !== 'flat' ? trend : null;
  const shift = change !== null && isWithin(change.at, period) ? change : null;
  const rounded = (value: number | null | undefined) =>
    value === null || value === undefined ? null : roundedFigure(value);
  // One name for one measure: a reader of two facts of a name and two stretches sees which way it moved.
  const level = (value: number | null | undefined, from: IsoDate, to: IsoDate) =>
    fact(name, rounded(value), unit, spanOf({ from, to }));
  const recentFrom = context.recent_from ?? period.from;
  return {
    subject: assessment.subject.id,
    at: period.to,
    kind: 'assessment',
    ref_id: assessment.id,
    text: assessmentText(assessment, context),
    facts: [
      ...fact('indicator', name),
      ...level(baseline, period.from, addDays(recentFrom, -1)),
      ...level(recent, recentFrom, period.to),
      ...level(shift?.before, period.from, addDays(shift?.at ?? period.to, -1)),
      ...level(shift?.after, shift?.at ?? period.from, period.to),
      ...fact('trend', rising?.direction ?? (trend === null ? null : 'flat'), null, span),
      ...fact('changed as of the week of', shift?.at, 'date'),
      ...fact(`${name} target range from`, corridor.low, unit),
      ...fact(`${name} target range up to`, corridor.high, unit),
      ...fact('standing', assessment.standing),
      ...fact('sample size', context.n),
      ...fact(`${name} better quartile`, rounded(context.reachable), unit),
    ],
    mentions: [],
  };
}

/** A goal with the newest value of each of its results within the period. */
export function goalEvidence(
  goal: Goal,
  checkIns: readonly CheckIn[],
  person: PersonId,
  period: Period,
): NewEvidence {
  const results = goal.kpis.map((kpi) => ({ kpi, latest: latestCheckIn(checkIns, kpi.id, period) }));
  const said = results.map(({ kpi, latest }) => {
    const state = latest === null ? 'no check-in' : `${roundedFigure(latest.value)} on ${dayOf(latest.at)}`;
    return `${printableTitle(kpi.metric)}: target ${kpi.target ?? 'not set'}, ${state}${kpi.due_iso === null ? '' : `, due ${kpi.due_iso}`}`;
  });
  return {
    subject: person,
    at: period.to,
    kind: 'goal',
    ref_id: goal.id,
    text: [`Goal, ${goal.status}`, ...said].join('; '),
    facts: [
      ...fact('objective', quotableTitle(goal.objective)),
      ...fact('status', goal.status),
      ...results.flatMap(({ kpi, latest }) => [
        ...fact('metric', quotableTitle(kpi.metric)),
        ...fact('target', kpi.target, kpi.unit),
        ...fact('baseline', kpi.baseline, kpi.unit),
        ...fact('latest', latest === null ? null : roundedFigure(latest.value), kpi.unit),
        ...fact('latest on', latest === null ? null : dayOf(latest.at), 'date'),
        ...fact('due on', kpi.due_iso, 'date'),
      ]),
    ],
    mentions: [],
  };
}

/** The newest check-in of a KPI that lies within the period. */
export function latestCheckIn(checkIns: readonly CheckIn[], kpi: string, period: Period): CheckIn | null {
  const fitting = checkIns.filter((entry) => entry.kpi_id === kpi && isWithin(dayOf(entry.at), period));
  return fitting.sort((a, b) => (a.at < b.at ? -1 : 1)).at(-1) ?? null;
}

/** What a detector noticed, for findings that bring no evidence of their own into the brief. */
/** @param subject the person or the team that it is about */
export function findingEvidence(finding: Finding, subject: string, period: Period): NewEvidence {
  return {
    subject,
    at: period.to,
    kind: 'assessment',
    ref_id: finding.id,
    text: finding.reasons.join(' '),
    facts: Object.entries(finding.figures).flatMap(([name, value]) =>
      fact(name.replaceAll('_', ' '), roundedFigure(value), null, spanOf(period)),
    ),
    mentions: [],
  };
}
