export type Intent = 'yes' | 'no' | 'say';

const yes =
  /^(yes|yep|yeah|ok|okay|sure|save( it| this)?|confirm(ed)?|looks good|that'?s (right|it)|correct|ja|oui|sí|si|sim|sì|はい|是的?)( please|, save( it)?| save( it)?)?[.! ]*$/iu;
const no = /^(no|nope|cancel|stop|forget( it)?|never ?mind|discard|nein|non|não|いいえ|不)[.! ]*$/iu;

/** A clear yes or a clear no; anything else is said towards the goal. Both need to be the whole message. */
export function intentOf(said: string): Intent {
  const text = said.trim();
  if (yes.test(text)) return 'yes';
  return no.test(text) ? 'no' : 'say';
}
