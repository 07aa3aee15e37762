import { expect, test } from 'vitest';
import { englishForms } from './verb-forms.ts';

test.each([
  ['grow', ['grows'], ['growing'], ['grown', 'grew']],
  ['cut', ['cuts'], ['cutting'], ['cut', 'cut']],
  ['reduce', ['reduces'], ['reducing'], ['reduced']],
  ['reach', ['reaches'], ['reaching'], ['reached']],
  ['identify', ['identifies'], ['identifying'], ['identified']],
  ['drive up', ['drives up'], ['driving up'], ['driven up', 'drove up']],
])('%s', (verb, third, gerund, participle) => {
  const irregular = {
    grow: ['grows', 'growing', 'grown', 'grew'],
    cut: ['cuts', 'cutting', 'cut', 'cut'],
    drive: ['drives', 'driving', 'driven', 'drove'],
  };
  expect(englishForms(verb, irregular)).toEqual({ base: [verb], third, gerund, participle });
});
