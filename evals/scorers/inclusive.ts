/**
 * Words that reviews use of some groups and not of others, or that name what no review is about. Kinds after Snyder
 * 2014 ("The abrasiveness trap": character words in 71 of 94 critical reviews of women, 2 of 83 of men) and Correll &
 * Simard 2016 ("Vague feedback is holding women back"); the rest is what anti-discrimination law protects.
 */
const kinds: Record<string, RegExp> = {
  character:
    /\b(?:abrasive|bossy|aggressive|emotional|shrill|strident|judgmental|bubbly|sweet|feisty|hysterical|moody|submissive|catty|ditzy|cold|intimidating)\b/gi,
  'gendered word':
    /\b(?:he|she|his|hers?|him|himself|herself|chairman|manpower|man-hours?|guys|girls?|ladies)\b/gi,
  age: /\b(?:young|old(?:er)?|elderly|youthful|digital native|millennials?|boomers?|energetic for|close to retirement)\b/gi,
  'health or family':
    /\b(?:pregnan\w*|maternity|paternity|parental leave|sick leave|disab(?:led|ility)|illness|burn(?:ed|t) out|married|divorced|children|childcare|wheelchair)\b/gi,
  'origin or belief':
    /\b(?:foreign(?:er)?|immigrant|accent|native speaker|muslim|christian|jewish|hindu|ethnic\w*|nationality)\b/gi,
  'able-bodied idiom': /\b(?:crazy|insane|lame|blind to|deaf to|crippl\w+|sanity check)\b/gi,
};

/** What stands in quotation marks is a ticket's title, shown as such. */
const own = (text: string): string => text.replaceAll(/"[^"\n]*"|“[^”\n]*”/g, '""');

/** Each word that does not belong in a summary or plan, with its kind. */
export const exclusiveWords = (text: string): { kind: string; word: string }[] =>
  Object.entries(kinds).flatMap(([kind, pattern]) =>
    (own(text).match(pattern) ?? []).map((word) => ({ kind, word })),
  );
