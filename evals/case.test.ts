import { describe, expect, test } from 'vitest';
import { parseCase, readCases } from './case.ts';

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
