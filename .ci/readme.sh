#!/usr/bin/env bash
# Runs what the README tells a newcomer to do with their own data, on a little data of its own, as written there.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FAIRLEAD_DATA_DIR="$work/our-data" FAIRLEAD_TODAY=2026-03-02

cat >"$work/employees.csv" <<'CSV'
Employee Id,Name,Email,Manager Email,Job Title,Department,Location,Start Date,End Date,Employment Type,Weekly Hours,Skills
a1,Ada Ash,ada@example.org,,Engineering Lead,Payments,,,,,40,
a2,Ben Birch,ben@example.org,ada@example.org,Software Engineer,Payments,,,,,40,payouts:4
CSV
for day in 02 03 04 05 09 10 11 12 16 17 18 19; do
  printf '{"id":"1%s","key":"PAY-%s","fields":{"summary":"Retry failed payouts","issuetype":{"name":"Task"},"project":{"key":"PAY","name":"Payments"},"status":{"name":"Done","statusCategory":{"key":"done"}},"resolution":{"name":"Done"},"created":"2026-01-%sT09:00:00.000+0000","updated":"2026-02-%sT15:00:00.000+0000","resolutiondate":"2026-02-%sT15:00:00.000+0000","assignee":{"accountId":"a2","displayName":"Ben Birch"},"components":[{"name":"payouts"}],"labels":[]}}\n' "$day" "$day" "$day" "$day" "$day"
done >"$work/issues.jsonl"

npx fairlead import people "$work/employees.csv" | tee "$work/out"
grep -q 'Imported 2 people: 2 new' "$work/out"
npx fairlead import records --source jira "$work/issues.jsonl" | tee "$work/out"
grep -q '12 records stored' "$work/out"
npx fairlead cycle --team Payments | tee "$work/out"
grep -q 'Ben Birch closed 12' "$work/out"
npx fairlead doctor
npx fairlead audit verify | grep -q 'The chain holds'
npx fairlead --help >/dev/null
