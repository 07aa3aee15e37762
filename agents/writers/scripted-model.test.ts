import { expect, test } from 'vitest';
import { ScriptedChatModel } from './scripted-model.ts';

test('says what its script says and remembers what it was asked', async () => {
  const model = new ScriptedChatModel([
    { text: 'one', usage: { input_tokens: 3, output_tokens: 1 } },
    (messages) => ({ json: { heard: messages.at(-1)?.text } }),
  ]);
  const first = await model.invoke('a');
  expect([first.text, first.usage_metadata]).toEqual([
    'one',
    { input_tokens: 3, output_tokens: 1, total_tokens: 4 },
  ]);
  expect((await model.invoke('b')).text).toBe('{"heard":"b"}');
  expect(model.calls.map(({ messages }) => messages)).toEqual([
    [{ role: 'human', text: 'a' }],
    [{ role: 'human', text: 'b' }],
  ]);
  expect(model.unused).toBe(0);
});

test('throws at a call that nobody scripted, and at a scripted error', async () => {
  const model = new ScriptedChatModel([{ error: new Error('busy') }]);
  await expect(model.invoke('a')).rejects.toThrow('busy');
  await expect(model.invoke('b')).rejects.toThrow('no answer for call 2');
});

test('streams in pieces, and breaks where its script says so', async () => {
  const model = new ScriptedChatModel([
    { stream: ['Hel', 'lo'] },
    { stream: ['Hel'], cut: new Error('cut off') },
  ]);
  const pieces: string[] = [];
  for await (const chunk of await model.stream('a')) pieces.push(chunk.text);
  expect(pieces.filter((piece) => piece !== '')).toEqual(['Hel', 'lo']);
  const broken = async () => {
    for await (const chunk of await model.stream('b')) pieces.push(chunk.text);
  };
  await expect(broken()).rejects.toThrow('cut off');
});

test('tells of the tools that were bound and of the shape that was asked for', async () => {
  const model = new ScriptedChatModel([{ text: 'x' }, { json: { a: 1 } }]);
  await model.bindTools([{ name: 'look', description: 'Looks.', schema: { type: 'object' } }]).invoke('a');
  await model.withStructuredOutput({ type: 'object' }).invoke('b');
  expect(model.calls.map(({ tools, schema }) => ({ tools, schema }))).toEqual([
    { tools: ['look'], schema: null },
    { tools: [], schema: { type: 'object' } },
  ]);
});
