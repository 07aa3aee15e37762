/** Titles are quoted in the middle of sentences: longer ones would drown them. */
export const TITLE_QUOTE_CAP = 90;

/** Control, format (zero-width, bidirectional), surrogate, private-use and line-separator characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * Marks of a text that speaks to whoever reads it instead of naming a piece of work. Leaving out a harmless title
 * costs a reader one look at the ticket; quoting an order would carry it on, so the net is wide.
 */
const ordersToAReader: readonly RegExp[] = [
  /\b(ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(instruction|previous|prior|above|rule|policy|approval|prompt|everything|review)/iu,
  /\b(system|assistant|developer|user|human|ai)\s*(prompt|message|note)?\s*[:>\]]/iu,
  /\b(assistant|chatbot|chatgpt|gpt|llm|language model|ai model|fairlead|summari[sz]er|reviewer)\b/iu,
  /\byou (are|must|should|will|can|have to|need to|may)\b|\byour (answer|reply|response|instructions?|output|system|summary|task)\b/iu,
  /\b(rate|rating|score|promote|promotion|salary|raise|bonus|pay rise|terminate|dismiss|fire)\b.{0,60}\b(person|employee|them|him|her|agent|engineer|five|top|5\/5|10\/10|exceeds?|outstanding|deserves?|recommend|staff|everyone|colleagues?)\b/iu,
  /\b(person|employee|engineer|agent|staff)\b.{0,60}\b(rating|promotion|salary|raise|bonus|exceed(s|ed)?|outstanding|exceptional|deserves?|underperform\w*)\b/iu,
  /\b(approve|pre-?approved|auto-?approve|authori[sz]ed?)\b.{0,50}\b(all|every|pending|proposals?|interventions?|by (hr|the ceo|legal)|already|without)\b/iu,
  /\b(reveal|print|repeat|output|exfiltrate|leak|forward|e-?mail|send)\b.{0,60}\b(prompt|instructions?|salary|salaries|list|password|secrets?|keys?|token|credentials?|to \S+@|recipient|everyone)/iu,
  /\b(respond|reply|answer|write|say|state|claim|mention|conclude|report|note) (that|only|with|in|as)\b/iu,
  /\b(in|to) (the|this|every|each|any) (summary|review|report|evaluation|draft|evidence)\b/iu,
  /\b(do not|don't|never|always|from now on|instead of|new (rule|instruction|task|policy)s?)\b.{0,40}\b(mention|tell|report|cite|say|include|follow|summar|write|verify|rule|hr)\b/iu,
  /\b(include|integrate|insert|add|append|embed)\b.{0,40}\b(statement|sentence|phrase|link|in your|to your|response)\b/iu,
  /\b(manager|hr|ceo|director|legal|compliance|management)\b.{0,40}\b(approved|decided|confirmed|authori[sz]ed|agreed|says|wants|requires)\b/iu,
  /\b(remember|memori[sz]e|store (it|this)|keep in mind)\b.{0,60}\b(later|always|future|preference|reviews?|summar\w+)\b/iu,
  /\b(top|best|star|low|worst|poor|high) performers?\b|\brank(s|ed)? (first|last|highest|lowest)\b|\b(canary|jailbreak|dan mode)\b/iu,
  /^\s*[=+@-].*[(|!]|\b\w+\(\s*(\w+\s*=|[{[])/u,
  /\[(source|citation|evidence|ref)\b|"?(role|actor|decision|approved)"?\s*[:=]\s*["'{]/iu,
  // The same in other languages: to judge, to promote, to pay, to ignore, to answer, to leave unsaid.
  /\p{L}*(bestnote|bewerte|beförder|gehalts?erhöh|ignorier|vergiss|anweisung|erwähn|übertrifft)\p{L}*/iu,
  /\p{L}*(instrucci|instruç|istruzion|ascens[oi]\b|promozion|promoci[oó]n|promoç|promouv|calificaci[oó]n|augmentation de salaire|aumento salari|respuesta|risposta|réponse|mentionn|mencion|note maximale|ignore[zr]\b|ignora\b|oublie|olvida|valutazione|évalue)\p{L}*/iu,
  /(оцен|повыш|зарплат|игнорир|инструкц|упомин|ответ|забуд|важно:)\p{L}*/iu,
  /(评分|评级|评价|晋升|加薪|忽略|指令|回答|評価|昇進|昇給|無視|指示|回答|평가|승진|무시|지시|तरक्की|मूल्यांकन|निर्देश|تجاهل|تعليمات|تقييم|ترقية)/u,
  /<\/?[a-z!][^>]{0,60}>?|<!--|\{\{|\}\}|\$\{|\[\/?inst|<\||\|>|"lc"\s*:|```/iu,
  /https?:|www\.|\b[\w-]+\.(ly|com|net|io|org|example|xyz|ru|cn)\b|\S+@\S+\.\S+|data:|javascript:/iu,
  /[A-Za-z0-9+/]{40,}={0,2}|(?:\\u|%)[0-9a-f]{2,4}(?:\\u|%)/iu,
];

const lettersOf: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};

/** Digits that stand for letters ("4ppr0v3d") read as these; only within words, so that figures stay figures. */
const withLetters = (text: string): string =>
  text.replace(/[\p{L}\d@$]*\p{L}[\p{L}\d@$]*/gu, (word) =>
    word.replace(/[013457@$]/g, (sign) => lettersOf[sign] ?? sign),
  );

/** A title as it may be shown: one line, without characters that hide or reorder text, cut at `cap`. */
export function printableTitle(title: string | null, cap: number = TITLE_QUOTE_CAP): string | null {
  if (title === null) return null;
  const clean = title.normalize('NFC').replace(unprintable, ' ').replace(/\s+/gu, ' ').trim();
  if (clean === '') return null;
  const letters = [...clean];
  return letters.length <= cap
    ? clean
    : `${letters
        .slice(0, cap - 1)
        .join('')
        .trimEnd()}…`;
}

/** Whether a text reads like an order to whoever reads it, also when its letters are spread or hidden. */
export function readsLikeAnOrder(text: string): boolean {
  const plain = text.normalize('NFKC').replace(unprintable, '');
  const spread = text.normalize('NFKC').replace(unprintable, ' ');
  const readings = [plain, spread, withLetters(plain)];
  return ordersToAReader.some((mark) => readings.some((reading) => mark.test(reading)));
}

/** The title to quote, with inner quotation marks made single; null where there is none or where it gives orders. */
export function quotableTitle(title: string | null): string | null {
  if (title === null || readsLikeAnOrder(title)) return null;
  return printableTitle(title)?.replace(/["“”„«»]/gu, "'") ?? null;
}
