import { Link } from 'wouter';
import type { Cycle } from '../answers.ts';
import { SourceText } from './source-text.tsx';
import { severities } from './words.ts';

type Finding = Cycle['findings'][number];
const rankOf = (finding: Finding) => severities[finding.severity]?.rank ?? 9;

/** What the detectors noticed, the most urgent person first. */
export function Findings({ cycle }: { cycle: Cycle }) {
  const byPerson = new Map<string | null, Finding[]>();
  for (const finding of [...cycle.findings].sort((a, b) => rankOf(a) - rankOf(b)))
    byPerson.set(finding.person_id, [...(byPerson.get(finding.person_id) ?? []), finding]);
  return (
    <ul className="list ruled">
      {[...byPerson].map(([person, findings]) => (
        <li key={person} className="found">
          {person === null ? (
            <strong>The team</strong>
          ) : (
            <Link href={`/people/${person}`}>{cycle.names[person] ?? 'somebody'}</Link>
          )}
          <div className="stack tight">
            {findings.map((finding) => (
              <div key={finding.id} className="found-one">
                <p className="measure">
                  <SourceText>{finding.reasons.join(' ')}</SourceText>
                </p>
                <span className={`tag ${severities[finding.severity]?.tone ?? 'plain'}`}>
                  {severities[finding.severity]?.word ?? finding.severity}
                </span>
              </div>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
