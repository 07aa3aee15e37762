import fc from 'fast-check';
import { expect, test } from 'vitest';
import { githubIssue, githubPull } from '#tools/connectors/testing/github.ts';
import { normaliseIssue, normaliseUser } from './normalise.ts';
import { normaliseDeployment, normalisePull } from './normalise-code.ts';

const repository = 'a/b';
const issueQuestion = { repository, fields: new Set(['title', 'labels', 'due_on']), events: null };
const pullQuestion = { repository, fields: new Set(['title']), whole: null, reviews: [] };

/** A valid record with one member replaced by anything at all. */
const spoiled = (record: object) =>
  fc
    .tuple(fc.constantFrom(...Object.keys(record)), fc.anything({ withBigInt: true, withDate: true }))
    .map(([name, value]) => ({ ...record, [name]: value }));

test('whatever a source sends is a record or a fault, never an exception', () => {
  fc.assert(
    fc.property(fc.anything(), spoiled(githubIssue(1)), spoiled(githubPull(1)), (any, issue, pull) => {
      for (const raw of [any, issue]) expect(typeof normaliseIssue(raw, issueQuestion).ok).toBe('boolean');
      for (const raw of [any, pull])
        for (const one of normalisePull(raw, { ...pullQuestion, whole: any, reviews: [any] }))
          expect(typeof one.ok).toBe('boolean');
      expect(typeof normaliseUser(any).ok).toBe('boolean');
      expect(typeof normaliseDeployment(any, repository, [any]).ok).toBe('boolean');
    }),
    { numRuns: 300 },
  );
});

test('a history of anything is a history', () => {
  fc.assert(
    fc.property(fc.array(fc.anything()), (events) => {
      const result = normaliseIssue(githubIssue(1), { ...issueQuestion, events });
      expect(result).toMatchObject({
        ok: true,
        record: { payload: { history_known: true, transitions: [] } },
      });
    }),
  );
});

test('a merged pull request is merged, one closed without is closed', () => {
  const state = (raw: unknown) => {
    const [first] = normalisePull(raw, pullQuestion);
    return first?.ok && first.record.payload.kind === 'pull_request' ? first.record.payload.state : null;
  };
  expect(state(githubPull(0))).toBe('merged');
  expect(state(githubPull(1))).toBe('closed');
  expect(state({ ...githubPull(1), state: 'open', closed_at: null })).toBe('open');
});
