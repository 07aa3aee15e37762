/**
 * One spelling for texts that look alike, so that a full-width digit, an invisible character or a Cyrillic letter
 * neither hides a number nor makes two equal names differ. Both sides of every comparison pass through here.
 */

/** Vulgar fractions in words, because NFKC would glue them to a digit before them: 2½ would become 21/2. */
const vulgarFractions: Record<string, string> = {
  '½': ' and a half ',
  '¼': ' and a quarter ',
  '¾': ' and three quarters ',
  '⅓': ' and one third ',
  '⅔': ' and two thirds ',
  '⅕': ' and one fifth ',
  '⅛': ' and one eighth ',
};

/** Letters of other scripts that are drawn like a Latin one (the part of Unicode TS 39 that names and tickets use). */
const lookalikes: Record<string, string> = Object.fromEntries(
  [
    ['АВЕЅІЈКМНОРСТУХҮԌԚԜ', 'ABESIJKMHOPCTYXYGQW'],
    ['аеѕіјорсухһԁԛԝѵӏ', 'aesijopcyxhdqwvl'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
    ['οαινρυ', 'oaivpu'],
  ].flatMap(([from = '', to = '']) => [...from].map((letter, index) => [letter, to[index] ?? letter])),
);

/** Letters with a stroke and ligatures, which Unicode does not take apart: names are told by their letters alone. */
const undecomposed: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ı: 'i',
};

const plain = /^[\x20-\x7e\n]*$/;

/** A decimal digit of any script as 0–9; Unicode keeps each script's ten digits in one run. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 48;
  let start = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((code - start) % 10);
}

export function normaliseCharacters(text: string): string {
  if (plain.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/[½¼¾⅓⅔⅕⅛]/g, (sign) => vulgarFractions[sign] ?? sign)
    .replace(/[⁰¹²³⁴-⁹₀-₉]/g, '')
    .replace(/(?<=\d)[\u00a0\u2009\u202f'’](?=\d{3}(?!\d))/g, ',')
    .normalize('NFKC')
    .replace(/\p{Cf}|\p{Co}|\ufffd/gu, '')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[łŁøØđĐßæÆœŒı]/g, (letter) => undecomposed[letter] ?? letter)
    .replace(/[\u2028\u2029\r\v\f]/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[\u2014\u2015]/g, ' - ')
    .replace(/[\u2010-\u2013\u2212\u2043\ufe58]/g, '-')
    .replace(/[\u2018\u2019\u201b\u02bc\u0060\u00b4]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .replace(/\u2044/g, '/')
    .replace(/\p{Nd}/gu, (digit) => (digit <= '9' ? digit : asciiDigit(digit)))
    .replace(/[\u0370-\u052f]/g, (letter) => lookalikes[letter] ?? letter);
}
