/** What a spreadsheet would take for a formula (OWASP, "CSV Injection"), also behind apostrophes of our own. */
const dangerous = /^'*[=+\-@\t\r]/;
const escaped = /^'+[=+\-@\t\r]/;

/** A cell's text for a CSV that people open in a spreadsheet: an apostrophe keeps a formula from being one. */
export const escapeCell = (text: string): string => (dangerous.test(text) ? `'${text}` : text);

/** Takes one apostrophe of `escapeCell` away again. */
export const unescapeCell = (text: string): string => (escaped.test(text) ? text.slice(1) : text);
