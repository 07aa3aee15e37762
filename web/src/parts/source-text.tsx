import { Fragment } from 'react';

/**
 * Control, zero-width, bidirectional and tag characters, and soft hyphens: they can make a text read otherwise than
 * it is (Unicode Technical Report 36), so they are shown by their code point. A line break stays one.
 */
const hidden =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e007f}]/gu;

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
