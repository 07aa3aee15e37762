import type { Assessment, Finding } from '#domain/assessment.ts';
import { dayOf, isWithin, type Period } from '#domain/date.ts';
import type { Fact, NewEvidence } from '#domain/evidence.ts';
import type { CheckIn, Goal } from '#domain/goal.ts';
import type { PersonId } from '#domain/ids.ts';
import type { IndicatorDefinition, Observation, Unit } from '#domain/indicator.ts';
import { corridorWords, figure, roundedFigure } from './figures.ts';
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
          reading.lead_days === null ? null : `${figure(reading.lead_days, 'days')} after it was created`,
          reading.cycle_days === null ? null : `${figure(reading.cycle_days, 'days')} after work on it began`,
          reading.late === true ? `${figure(reading.late_days ?? 0, 'days')} after its due day` : null,
          reading.late === false ? 'by its due day' : null,
        ]
      : [
          `open at the end of ${period.to}`,
          reading.in_progress ? 'in progress' : null,
          reading.blocked ? 'blocked' : null,
          reading.overdue_days === null ? null : `${figure(reading.overdue_days, 'days')} past its due day`,
        ];
  const more = [
    item.due_on === null ? null : `due ${item.due_on}`,
    reading.reopened > 0 ? `reopened ${figure(reading.reopened, 'times')}` : null,
    (reading.blocked_days ?? 0) > 0
      ? `blocked for ${figure(reading.blocked_days ?? 0, 'days')} of the period`
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
  const said = value === null ? 'not enough data' : figure(value, observation.unit);
  return {
    subject: subject.id,
    at: period.to,
    kind: 'observation',
    ref_id: observation.id,
    text: `${definition.name}, week of ${period.from}: ${said} (from ${figure(n, 'items')}).`,
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
  n: number;
  reachable: number | null;
}

function movementText(assessment: Assessment, unit: Unit): string[] {
  const { trend, change_point: change, period } = assessment;
  return [
    trend === null || trend.direction === 'flat'
      ? null
      : `${trend.direction} over the weeks (p = ${roundedFigure(trend.p_value, 3)})`,
    change !== null && isWithin(change.at, period)
      ? `changed from the week of ${change.at}, from ${figure(change.before, unit)} to ${figure(change.after, unit)}`
      : null,
  ].filter((part) => part !== null);
}

/** What analytics say of an indicator over the period, dated on its last day. */
export function assessmentEvidence(assessment: Assessment, context: AssessmentContext): NewEvidence {
  const { definition, corridor } = context;
  const { unit, name } = definition;
  const { recent, baseline, period, change_point: change, trend } = assessment;
  const span = spanOf(period);
  const level =
    recent === null
      ? 'not enough data'
      : `${figure(recent, unit)} a week on average over the last ${figure(context.recent_weeks, 'weeks')}`;
  const before = baseline === null ? [] : [`${figure(baseline, unit)} in the weeks before`];
  const parts = [level, ...before, ...movementText(assessment, unit), corridorWords(corridor, unit)];
  const rising = trend !== null && trend.direction !== 'flat' ? trend : null;
  const shift = change !== null && isWithin(change.at, period) ? change : null;
  const rounded = (value: number | null | undefined) =>
    value === null || value === undefined ? null : roundedFigure(value);
  return {
    subject: assessment.subject.id,
    at: period.to,
    kind: 'assessment',
    ref_id: assessment.id,
    text: `${name}, ${period.from} to ${period.to}: ${parts.filter((part) => part !== '').join('; ')}.`,
    facts: [
      ...fact('indicator', name),
      ...fact(`${name}, recent`, rounded(recent), unit, span),
      ...fact(`${name}, before`, rounded(baseline), unit, span),
      ...fact('recent weeks', recent === null ? null : context.recent_weeks, 'weeks'),
      ...fact('weeks with a value', context.weeks, 'weeks', span),
      ...fact('items', context.n, 'count', span),
      ...fact('trend', rising?.direction ?? (trend === null ? null : 'flat'), null, span),
      ...fact('p-value', rising === null ? null : roundedFigure(rising.p_value, 3)),
      ...fact('changed from the week of', shift?.at, 'date'),
      ...fact(`${name}, before the change`, rounded(shift?.before), unit),
      ...fact(`${name}, since the change`, rounded(shift?.after), unit, shift?.at ?? null),
      ...fact('corridor from', corridor.low, unit),
      ...fact('corridor up to', corridor.high, unit),
      ...fact('standing', assessment.standing),
      ...fact(`${name}, own better quarter of weeks`, rounded(context.reachable), unit, span),
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
export function findingEvidence(finding: Finding, person: PersonId, period: Period): NewEvidence {
  return {
    subject: person,
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
