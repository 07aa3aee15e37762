import { verifyLine } from '#domain/verification/line.ts';
import { defineCommand } from './command.ts';
import { eachLine, inputArgument } from './json-lines.ts';

export const verify = defineCommand({
  summary: 'checks drafts against their evidence (pure)',
  details:
    'JSON Lines in: {"id":"d1","draft":{"subject":"p1","period":{"from":"2026-01-01","to":"2026-03-31"},"claims":[{"text":"…","citations":["e1"]}]},"evidence":[{"id":"e1","subject":"p1","at":"2026-03-31","kind":"observation","text":"…","facts":[{"name":"…","value":14,"unit":"count","period":"2026-03"}]}]}. JSON Lines out: for each claim whether it is supported and, if not, why; and a verdict. A draft that fails is a result, not a failure of the command.\nA line that is wrong is told on standard error with its number; the others are answered all the same, and the exit status is 1.',
  args: inputArgument,
  examples: ['fairlead verify --input drafts.jsonl', 'cat drafts.jsonl | fairlead verify > verdicts.jsonl'],
  run: ({ input }, world) => eachLine(world, input, (value) => verifyLine(value)),
});
