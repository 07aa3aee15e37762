import { describe, expect, test } from 'vitest';
import { parseCase, parseCases, readCases } from './case.ts';

describe('cases', () => {
  test('of our own are read, each under an id of its own', () => {
    const read = readCases('claims');
    expect(read.length).toBeGreaterThanOrEqual(60);
    expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
  });

  test.each([
    ['{', 'f.jsonl, line 3 is not JSON'],
    ['{"id":"a"}', 'f.jsonl, line 3 is no case: description'],
    [
      '{"id":"a","description":"","vars":{},"assert":[],"tags":["k"],"provenance":""}',
      'f.jsonl, line 3 is no case: assert',
    ],
  ])('that are wrong are told with file and line: %s', (line, message) => {
    expect(() => parseCase(line, 'f.jsonl, line 3')).toThrow(message);
  });
});

describe('cases in YAML', () => {
  const text = `# ours
- id: a
  description: first
  vars: { n: 1 }
  assert: [{ type: supported, threshold: 0.5, weight: 2, metric: grounded }]
  threshold: 0.8
  tags: [faithful]
  provenance: ours
- id: b
  description: second
  vars: {}
  assert:
    - type: supported
  tags: []
  provenance: ours
`;

  test('say the same as in JSON Lines', () => {
    const yaml = text.split('- id: b')[0] ?? '';
    const [read] = parseCases(yaml, 'ours.yaml');
    expect(parseCases(`${JSON.stringify(read)}\n`, 'ours.jsonl')).toEqual([read]);
    expect(read).toMatchObject({
      threshold: 0.8,
      assert: [{ weight: 2, metric: 'grounded', threshold: 0.5 }],
    });
  });

  test.each([
    [text, 'ours.yaml, line 9 is no case: tags'],
    ['- id: a\n  vars: [1\n- x', 'ours.yaml, line 3 is not YAML'],
    ['id: a', 'ours.yaml, line 1 is no list of cases'],
    ['- just words', 'ours.yaml, line 1 is no case'],
  ])('that are wrong are told with file and line', (wrong, message) => {
    expect(() => parseCases(wrong, 'ours.yaml')).toThrow(message);
  });
});
