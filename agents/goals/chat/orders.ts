// Not a guard: nothing that a person types here can act on anything. It only keeps a sentence that speaks to a machine
// from being taken for a goal, so the net is narrow: a real goal refused would be the worse error.
const orders: readonly RegExp[] = [
  /\b(ignore|disregard|forget|override|bypass)\b.{0,40}\b(instructions?|previous|prior|above|rules?|polic(y|ies)|prompts?|guidelines|safety)\b/iu,
  /\b(system|developer) (prompt|message)\b|\bjailbreak\b|\bdan mode\b|^\s*(system|assistant|developer)\s*:/iu,
  /\b(reveal|print|repeat|output|exfiltrate|leak|dump)\b.{0,60}\b(prompt|instructions?|passwords?|secrets?|keys?|tokens?|credentials?|salar(y|ies)|database)\b/iu,
  /\b(approve|authori[sz]e)\b.{0,40}\b(all|every|pending)\b.{0,40}\b(proposals?|interventions?|requests?)\b/iu,
  /\byou are (now |no longer )|\bfrom now on,? you\b|\bpretend (to be|that you)\b|\bact as\b/iu,
  /\b(ignorier\p{L}*|vergiss)\b.{0,40}\b(anweisung\p{L}*|regeln)/iu,
  /\b(ignore[zr]?|oublie[zr]?|ignora|olvida|ignori|dimentica|esqueça)\b.{0,40}\b(instruc\p{L}*|instruç\p{L}*|istruzion\p{L}*|consignes|reglas|regras|regole|règles)/iu,
  /(指示|指令|命令).{0,10}(無視|忽略)|(無視|忽略).{0,10}(指示|指令|命令)/u,
  /<\/?(script|data|system|img|iframe)\b|\{\{|\[\/?inst\]|<\|/iu,
];

/** Whether a message gives orders to a machine instead of naming something to reach. */
export const givesOrders = (text: string): boolean => {
  const plain = text.normalize('NFKC').replace(/[\p{Cf}\p{Cc}]/gu, '');
  return orders.some((order) => order.test(plain));
};

const code: readonly RegExp[] = [
  /\bselect\b.{0,60}\bfrom\b.{0,60}(\bwhere\b|;)|\bselect\s+\*|\bunion\s+(all\s+)?select\b/iu,
  /\b(drop|alter|truncate)\s+table\b|\binsert\s+into\b|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b/iu,
  /<\/?\w+[^>]*>|\b(function|const|let|var)\s+\w+\s*[=(]|[{}]\s*;|=>\s*\{|\$\(|\bimport\s+\w+/u,
  /'\s*(or|and)\s*'?\d|'\s*=\s*'/iu,
];

/** Whether a message is written for a machine: a query, markup, a program. */
export const isCode = (text: string): boolean => code.some((mark) => mark.test(text));
