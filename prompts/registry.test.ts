import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fillPrompt, makePromptRegistry, parsePrompt } from './registry.ts';

const lock: Record<string, string> = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'prompt-lock.json'), 'utf8'),
);

test('a released prompt has the text that it was released with, and each prompt is released', () => {
  const now = Object.fromEntries(
    makePromptRegistry()
      .all()
      .map(({ name, hash }) => [name, hash]),
  );
  // A changed text needs a new version beside the old one; a new one is added to prompt-lock.json.
  expect(now).toEqual(lock);
});

const file = (head: string, user = '{{data}}') => `---\n${head}\n---\n# System\nWrite.\n\n# User\n${user}\n`;
const head = 'id: writer/note\nversion: 2\nvariables: [data]\noutput: note-answer';

test('reads front matter and both parts', () => {
  const prompt = parsePrompt('writer/note.v2.md', file(head));
  expect(prompt).toMatchObject({
    name: 'writer/note@2',
    system: 'Write.',
    user: '{{data}}',
    output: 'note-answer',
  });
});

test.each([
  ['writer/note.v2.md', 'no front matter', /not front matter/],
  ['writer/note.v3.md', file(head), /says that it is writer\/note version 2/],
  ['writer/note.v2.md', file(head, '{{data}} {{nonce}}'), /declares the variables data but uses data, nonce/],
  ['writer/note.v2.md', file(head, 'nothing'), /declares the variables data but uses/],
  ['writer/note.v2.md', file(`${head}\ncolour: red`), /front matter that is not valid/],
])('refuses %s when its text is wrong', (name, text, message) => {
  expect(() => parsePrompt(name, text)).toThrow(message);
});

test('names the prompts that there are when asked for another', () => {
  expect(() => makePromptRegistry().get('writer/poem@1')).toThrow(
    /There are: .*writer\/plan@1, writer\/summary@1/,
  );
});

test('fills both parts and refuses values that nobody asked for', () => {
  const prompt = parsePrompt('writer/note.v2.md', file(head));
  expect(fillPrompt(prompt, { data: 'x' })).toEqual({ system: 'Write.', user: 'x' });
  expect(() => fillPrompt(prompt, { data: 'x', more: 'y' })).toThrow(/has no variable more/);
  expect(() => fillPrompt(prompt, {})).toThrow(/asks for data/);
});
