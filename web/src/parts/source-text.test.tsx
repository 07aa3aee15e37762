import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { SourceText } from './source-text.tsx';

const shown = (text: string) => renderToStaticMarkup(<SourceText>{text}</SourceText>);

describe('text from sources', () => {
  it('stays text, whatever it holds', () => {
    expect(shown('<img src=x onerror=alert(1)> [a](javascript:b)')).toBe(
      '&lt;img src=x onerror=alert(1)&gt; [a](javascript:b)',
    );
  });

  it('shows what hides in it by its code point', () => {
    const hidden = [
      '\u0000',
      '\u00ad',
      '\u200b',
      '\u200d',
      '\u202e',
      '\u2066',
      '\ufeff',
      '\u{e0041}',
      '\u{e0101}',
    ];
    for (const character of hidden) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      expect(shown(`a${character}b`)).toContain(`>U+${code}</span>b`);
    }
  });

  it('leaves line breaks, accents and joined emoji alone', () => {
    for (const text of ['a\nb\tc', 'one\r\ntwo', 'Tomás Nováková', '👨‍👩‍👧 👍🏽 ❤️'])
      expect(shown(text)).toBe(text);
  });
});
