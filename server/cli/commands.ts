import type { AnyCommand } from './command.ts';
import { mounted } from './mounted.ts';

interface Entry {
  summary: string;
  /** Loaded when it is called: a pure command must not wait for the others' imports. */
  load(): Promise<AnyCommand>;
}

/** Every command with the file that holds it. Their own `summary` is the same; a test holds that. */
export const commands: Readonly<Record<string, Entry>> = {
  start: {
    summary: 'server, worker and pages in one process',
    load: async () => (await import('./start.ts')).start,
  },
  doctor: {
    summary: 'what is set up, what is missing, what would fail',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  'import people': {
    summary: 'employees from a CSV file, or from BambooHR',
    load: async () => (await import('./import-people.ts')).importPeople,
  },
  'import records': {
    summary: "issues from a file, as a source's API returns them",
    load: async () => (await import('./import-records.ts')).importRecords,
  },
  'import csv': {
    summary: 'records of any system from a CSV file, by a mapping file',
    load: async () => (await import('./import-csv.ts')).importCsv,
  },
  sync: { summary: 'reads the sources, incrementally', load: async () => (await import('./sync.ts')).sync },
  cycle: {
    summary: 'the main job for a team: summaries, plans, proposals',
    load: async () => (await import('./cycle.ts')).cycle,
  },
  detectors: {
    summary: 'how far the signs that are looked for can be trusted here, by the past',
    load: async () => (await import('./detectors.ts')).detectors,
  },
  outcomes: {
    summary: 'what proposals promised, and what came of them',
    load: async () => (await import('./outcomes.ts')).outcomes,
  },
  'approvals health': {
    summary: 'how proposals are decided: how fast, how carefully, what waits',
    load: async () => (await import('./approvals.ts')).approvalsHealth,
  },
  'outbox list': {
    summary: 'approved actions by their state; unknown ones wait for somebody to look',
    load: async () => (await import('./outbox.ts')).outboxList,
  },
  'outbox settle': {
    summary: 'says what became of an action whose answer was lost',
    load: async () => (await import('./outbox.ts')).outboxSettle,
  },
  forecast: {
    summary: 'forecasts with intervals for series (pure)',
    load: async () => (await import('./forecast.ts')).forecast,
  },
  verify: {
    summary: 'checks drafts against their evidence (pure)',
    load: async () => (await import('./verify.ts')).verify,
  },
  'solve assignment': {
    summary: 'tasks to agents at the least cost within capacities (pure)',
    load: async () => (await import('./solve.ts')).solveAssignmentCommand,
  },
  'goals parse': {
    summary: 'goals in plain words to measurable KPIs (pure)',
    load: async () => (await import('./goals.ts')).goalsParse,
  },
  'goals list': {
    summary: 'goals with how far they are',
    load: async () => (await import('./goals-files.ts')).goalsList,
  },
  'goals export': {
    summary: 'goals as CSV, as HR tools read them',
    load: async () => (await import('./goals-files.ts')).goalsExport,
  },
  'goals import': {
    summary: 'goals from a CSV file',
    load: async () => (await import('./goals-files.ts')).goalsImport,
  },
  'evals run': {
    summary: 'evaluation suites over a writer',
    load: () => mounted('evals/command.ts', 'evalsRun'),
  },
  'evals compare': {
    summary: 'two runs of the suites, case by case',
    load: () => mounted('evals/command.ts', 'evalsCompare'),
  },
  'evals import': {
    summary: 'cases of a promptfoo configuration, as a file of cases of ours',
    load: () => mounted('evals/command.ts', 'evalsImport'),
  },
  'evals suites': {
    summary: 'the evaluation suites that there are',
    load: () => mounted('evals/suites-command.ts', 'evalsSuites'),
  },
  'evals calibrate': {
    summary: 'how far a judge agrees with labels that people gave',
    load: () => mounted('evals/calibrate-command.ts', 'evalsCalibrate'),
  },
  'evals sabotage': {
    summary: 'whether writers that are worse on purpose are caught by the right suite',
    load: () => mounted('evals/sabotage-command.ts', 'evalsSabotage'),
  },
  'evals steady': {
    summary: 'whether an unchanged writer meets its gates every time',
    load: () => mounted('evals/steadiness-command.ts', 'evalsSteady'),
  },
  'evals capture': {
    summary: 'cases made of what people said of drafts, as a file of cases',
    load: async () => (await import('./evals-capture.ts')).evalsCapture,
  },
  'audit verify': {
    summary: 'checks the hash chain of the database or of an exported file',
    load: async () => (await import('./audit.ts')).auditVerify,
  },
  'audit export': {
    summary: 'writes the audit log as JSON Lines',
    load: async () => (await import('./audit.ts')).auditExport,
  },
  'access list': {
    summary: 'who is hr, auditor or admin',
    load: async () => (await import('./access.ts')).accessList,
  },
  'access grant': {
    summary: 'gives somebody an access role',
    load: async () => (await import('./access.ts')).accessGrant,
  },
  'access revoke': {
    summary: 'takes an access role back',
    load: async () => (await import('./access.ts')).accessRevoke,
  },
  'sources add': { summary: 'sets a source up', load: async () => (await import('./sources.ts')).sourcesAdd },
  'sources list': {
    summary: 'sources and the state of their streams',
    load: async () => (await import('./sources.ts')).sourcesList,
  },
  'sources test': {
    summary: "tries a source's credentials",
    load: async () => (await import('./sources.ts')).sourcesTest,
  },
  'scim token': {
    summary: 'lets a directory keep the people, by SCIM 2.0',
    load: async () => (await import('./scim.ts')).scimToken,
  },
  'sources webhook': {
    summary: 'lets a source tell at once that something changed',
    load: async () => (await import('./sources.ts')).sourcesWebhook,
  },
  'sources remove': {
    summary: 'stops reading a source and forgets its credentials',
    load: async () => (await import('./sources.ts')).sourcesRemove,
  },
  'people unmatched': {
    summary: 'source accounts that belong to nobody yet',
    load: async () => (await import('./people.ts')).peopleUnmatched,
  },
  'people confirm': {
    summary: 'joins a source account to a person',
    load: async () => (await import('./people.ts')).peopleConfirm,
  },
  'people release': {
    summary: 'takes a source account away from a person',
    load: async () => (await import('./people.ts')).peopleRelease,
  },
  migrate: {
    summary: 'brings the database up to date; running it twice does no harm',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
};
