import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeholdersOf, renderPrompt } from './render.ts';

test('a value is put in as it is, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (first, second) => {
      expect(renderPrompt('<{{a}}|{{b}}>', { a: first, b: second })).toBe(`<${first}|${second}>`);
    }),
  );
});

test('a value cannot expand another placeholder or a replacement pattern', () => {
  expect(renderPrompt('{{a}} {{b}}', { a: "{{b}} $& $1 $'", b: 'secret' })).toBe("{{b}} $& $1 $' secret");
});

test('a value that is missing or that nobody asked for is an error', () => {
  expect(() => renderPrompt('{{a}}', {})).toThrow('asks for a, which has no value');
  expect(() => renderPrompt('{{a}}', { a: '', b: '' })).toThrow('no variable b. Its variables: a');
  expect(() => renderPrompt('{{constructor}}', {})).toThrow('asks for constructor');
});

test('placeholders are told once each', () => {
  expect(placeholdersOf('{{b}} {{a}} {{b}} {{ c }} {{D}}')).toEqual(['b', 'a']);
});
