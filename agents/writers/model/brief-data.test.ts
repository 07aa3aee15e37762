import { describe, expect, test } from 'vitest';
import { steadyWork, testBrief } from '#agents/briefs/testing/material.ts';
import { briefData } from './brief-data.ts';

const withTitle = (title: string) =>
  steadyWork({ open: 2 }).map((record) =>
    record.payload.kind === 'work_item' ? { ...record, payload: { ...record.payload, title } } : record,
  );

describe('what a model is given of a brief', () => {
  test('is JSON with evidence under short names, and the way back', async () => {
    const brief = await testBrief(steadyWork({ open: 2 }));
    const data = briefData(brief);
    const given = JSON.parse(data.text) as { evidence: { id: string }[]; person: { name: string } };
    expect(given.person.name).toBe('PERSON_1');
    expect(given.evidence.map(({ id }) => id)).toEqual(brief.evidence.map((_, index) => `e${index + 1}`));
    expect(data.evidenceOf('e2')).toBe(brief.evidence[1]?.id);
    expect(data.evidenceOf('[E2]')).toBe(brief.evidence[1]?.id);
  });

  test('turns a citation that was never given out into one of nothing, also a true id of ours', async () => {
    const brief = await testBrief(steadyWork({ open: 2 }));
    const data = briefData(brief);
    expect(data.evidenceOf('e999')).toBe('unknown:e999');
    expect(data.evidenceOf(brief.evidence[0]?.id ?? '')).toMatch(/^unknown:evd_/);
  });

  test('holds no name or address of anybody, wherever it stands', async () => {
    const other_people = [{ name: 'Bob Stone', email: 'bob@example.org' }];
    const brief = await testBrief(withTitle('Ask Bob Stone or Ada about refunds'), { other_people });
    const { text, pseudonyms } = briefData(brief);
    expect(text).not.toMatch(/Bob|Stone|Ada|Byron|example\.org|evd_|per_|rec_/);
    expect(text).toContain('Ask PERSON_2 or PERSON_1_NAME_1 about refunds');
    expect(pseudonyms.restore('Ask PERSON_2 or PERSON_1_NAME_1')).toBe('Ask Bob Stone or Ada');
  });

  test('holds no angle bracket, so that no text can end the lines around it', async () => {
    const { text } = briefData(await testBrief(withTitle('Support a < b and b > c in filters')));
    expect(text).not.toMatch(/[<>]/);
    expect(text).toContain('a \\u003c b');
  });
});
