import { Fragment } from 'react';

/**
 * Control and format characters (zero-width, bidirectional, tags, soft hyphens), fillers and variation selectors:
 * they can make a text read otherwise than it is, or carry words that nobody sees (Unicode Technical Report 36), so
 * they are shown by their code point. Line breaks, tabs, and what joins or colours an emoji stay as they are.
 */
const hidden =
  /(?!\r?\n|\t)(?!(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d\p{Extended_Pictographic})(?:[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u3164\uffa0]|(?!\ufe0f)\p{Variation_Selector})/gu;

const codePoint = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Text that came from a source, as text, with what hides in it made visible. */
export function SourceText({ children }: { children: string }) {
  const parts = children.split(hidden);
  const marks = children.match(hidden) ?? [];
  return (
    <>
      {parts.map((part, index) => {
        const mark = marks[index];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <Fragment key={index}>
            {part}
            {mark !== undefined && (
              <span className="hidden-character" title={`hidden character ${codePoint(mark)}`}>
                {codePoint(mark)}
              </span>
            )}
          </Fragment>
        );
      })}
    </>
  );
}
