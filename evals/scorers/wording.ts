/** What stands in quotation marks is somebody else's word, shown as such. */
const withoutQuotations = (text: string): string => text.replaceAll(/"[^"\n]*"|“[^”\n]*”/g, '""');

/** Words that grade a person: a machine never does. */
const rating =
  /\b(?:rating|rated|rates? (?:him|her|them) |grade[ds]?|[1-5]\s?(?:\/|out of)\s?5\b|exceed(?:s|ed)? expectations|meets? expectations|below expectations|(?:top|poor|low|high|under)[ -]?perform(?:er|ers|ing|s|ed)?)\b/gi;

/** Words of praise or blame that no count bears out. */
const praise =
  /\b(?:excellent|outstanding|superb|fantastic|impressive|exceptional|brilliant|stellar|amazing|terrific|great (?:job|work)|good job|well done|hard[ -]?working|diligent|talented|gifted|rock ?star|star performer|invaluable|lazy|careless|sloppy|disappointing|mediocre|weak performer|unreliable)\b/gi;

const found = (pattern: RegExp, text: string): string[] =>
  withoutQuotations(text)
    .match(pattern)
    ?.map((word) => word.trim()) ?? [];

export const ratingWords = (text: string): string[] => found(rating, text);
export const praiseWords = (text: string): string[] => found(praise, text);
