import { approvalHealthOf } from '#analytics/ledger/approval-health.ts';
import type { ApprovalHealth } from '#domain/approval-health.ts';
import { addDays } from '#domain/date.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';
import { printTable } from './table.ts';

const DEFAULT_DAYS = 91;

const hours = (value: number | null): string => {
  if (value === null) return '–';
  if (value < 1) return value < 1 / 60 ? 'under 1 min' : `${Math.round(60 * value)} min`;
  return value >= 48 ? `${(value / 24).toFixed(1)} d` : `${value.toFixed(1)} h`;
};

const percent = (one: { share: number; lower95: number; upper95: number } | null): string =>
  one === null
    ? '–'
    : `${Math.round(100 * one.share)} % (${Math.round(100 * one.lower95)}–${Math.round(100 * one.upper95)})`;

function printHealth(health: ApprovalHealth, names: Map<string, string>, print: (line: string) => void) {
  const nameOf = (id: string) => names.get(id) ?? id;
  print(
    `${health.decisions} decisions since ${health.since}: half within ${hours(health.median_hours)}, nine in ten within ${hours(health.p90_hours)}; ${health.quick} less than ${health.quick_seconds} seconds after opening, ${health.unseen} without opening. Intervals hold 95 %.\n`,
  );
  if (health.deciders.length > 0) {
    const rows = health.deciders.map((one) => [
      nameOf(one.person_id),
      String(one.decisions),
      percent(one.approved_share),
      hours(one.median_hours),
      hours(one.p90_hours),
      String(one.quick),
      String(one.unseen),
      one.canaries === null ? '–' : `${one.caught ?? 0} of ${one.canaries}`,
    ]);
    printTable(
      [['decider', 'decisions', 'approved', 'median', 'p90', 'quick', 'unopened', 'tests caught'], ...rows],
      print,
    );
    print('');
  }
  if (health.open.length === 0) print('Nothing waits for a decision.');
  else
    printTable(
      [
        ['waits', 'whose turn', 'proposal'],
        ...health.open.map((one) => [
          `${one.age_days} d`,
          one.owner_ids.map(nameOf).join(', ') || one.role,
          one.title,
        ]),
      ],
      print,
    );
  const { canaries } = health;
  if (canaries !== null && canaries.planted > 0)
    print(
      `\nPlanted: ${canaries.planted}, decided ${canaries.decided}, caught ${canaries.caught}: ${percent(canaries.catch_rate)}. None was carried out.`,
    );
}

export const approvalsHealth = defineCommand({
  summary: 'how proposals are decided: how fast, how carefully, what waits',
  details:
    'Time to decision, decisions taken faster than anybody reads, what waits with its owner, shares approved, and how many of the planted bad proposals were noticed. For those who run Fairlead, so it shows everybody.',
  args: {
    days: { type: 'string', default: String(DEFAULT_DAYS), description: 'days to look back' },
    ...jsonArgument,
  },
  examples: ['fairlead approvals health', 'fairlead approvals health --days 30 --json'],
  run: ({ days, json }, world) => {
    const back = Number(days);
    if (!Number.isInteger(back) || back < 1 || back > 730)
      throw new UsageError(`--days ${JSON.stringify(days)} is no number of days. Valid: 1 to 730.`);
    return withInstallation(world, 'approvals health', async ({ operator, clock }) => {
      const since = addDays(clock.today(), -back);
      const facts = await operator.approvalHealth.facts(since);
      const health = approvalHealthOf(facts, since, { kind: 'all' });
      const ids = [
        ...health.deciders.map((one) => one.person_id),
        ...health.open.flatMap((one) => one.owner_ids),
      ];
      const names = await operator.people.names([...new Set(ids)]);
      if (json) world.print(JSON.stringify(health));
      else printHealth(health, names, world.print);
      return exit.done;
    });
  },
});
