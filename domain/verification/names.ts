import common from './common-words.json' with { type: 'json' };
import { stemOf } from './stems.ts';

/** Stems of plain English words: at the head of a sentence their capital says nothing. */
const commonStems = new Set(common.stems.flatMap((line) => line.split(' ')));

/** Given names that are also plain words or look like forms of one; the words around decide what they are. */
const ambiguousNames = new Set(
  (
    'will mark grace hope faith joy rose may june april august bill jack frank dean chase ray dawn amber ruby pearl ivy violet daisy lily iris hazel olive basil art gene guy herb jade jean lance miles norm pat penny pierce rich rob sandy skip stew sue summer victor wade ward drew max nick josh christian angel carol crystal destiny eve heather holly jasmine ginger autumn clay cliff dale glen grant hunter mason parker taylor tyler carter cooper porter archer sage sky star brook forest reed rusty sterling trace chance bond chip dash don earl gale harmony honor jay jewel kit lane lark major melody merry mercy nova patience prudence queen ralph raven river robin rocky royal salvador scout stone storm sunny teal temple unity verity wren young ' +
    'fred ted ned jared saeed syed ahmed mohamed hamed alfred manfred winifred mildred ying ming jing ling bing ping sterling irving kelly sally emily molly lilly polly billy willy carly shelly beverly kimberly ashley riley bailey stanley harley'
  ).split(' '),
);

const wordEndings =
  /(?:tion|tions|sion|ment|ments|ness|ity|ities|ing|ings|ally|ably|ibly|fully|edly|ively|ously|ership|ability|wise|ward|wards|able|ible|ical|ful|less)$/;

export const isCommonWord = (word: string): boolean =>
  commonStems.has(stemOf(word)) ||
  (word.length > 5 && (wordEndings.test(word) || /[a-z]{3}(?:ed|ly)$/.test(word)));

export const isGivenName = (word: string): boolean => ambiguousNames.has(word);
