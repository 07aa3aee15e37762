// Runs in the report's page. All that it shows is set as text; nothing is fetched.

const { labels, suites } = JSON.parse(document.getElementById('cases').textContent);
const two = labels.length > 1;
/** More rows at once only make the page slow; the rest comes at a click. */
const ROWS = 200;

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const outcome = (run) => (run === null ? 'absent' : run.passed ? 'passed' : 'failed');
const outcomeClass = (run) => (run === null ? 'quiet' : run.passed ? 'met' : 'missed');
const differs = ({ runs }) => two && outcome(runs[0]) !== outcome(runs[1]);
const latest = ({ runs }) => runs[runs.length - 1] ?? runs[0];
const figure = (value, digits = 0) => (value === null || value === undefined ? '–' : value.toFixed(digits));

/** What the table of cases shows: head, the value to sort by, the cell, and whether a small screen does without. */
const columns = [
  ...labels.map((label, index) => ({
    head: two ? label : 'Result',
    value: ({ runs }) => outcome(runs[index]),
    cell: ({ runs }) => element('span', outcome(runs[index]), outcomeClass(runs[index])),
    className: 'word',
  })),
  { head: 'Kind', value: ({ kind }) => kind, cell: ({ kind }) => element('span', kind), className: 'side' },
  { head: 'Case', value: ({ description, id }) => `${description} ${id}`, cell: null },
  {
    head: 'Score',
    value: (one) => latest(one).score ?? -1,
    cell: (one) => element('span', figure(latest(one).score, 2)),
    className: 'number side',
    shown: (cases) => cases.some((one) => latest(one).score !== null),
  },
  {
    head: 'Tokens',
    value: (one) => latest(one).tokens,
    cell: (one) => element('span', figure(latest(one).tokens)),
    className: 'number side',
    shown: (cases) => cases.some((one) => latest(one).tokens > 0),
  },
  {
    head: 'ms',
    value: (one) => latest(one).milliseconds,
    cell: (one) => element('span', figure(latest(one).milliseconds)),
    className: 'number side',
  },
];

const compare = (one, other) =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one).localeCompare(String(other), 'en', { numeric: true });

function part(into, title, text, className) {
  if (!text) return;
  into.append(element('h3', title), element('pre', text, className));
}

const scoreLine = ({ type, metric, score, threshold, weight, held }) =>
  `${held ? 'holds' : 'fails'}  ${type}${metric ? ` (${metric})` : ''}: ${figure(score, 2)}, at least ${threshold}, weight ${weight}`;

/** A draft is kept once, with the case that verifies it; the others of the same draft point there. */
const AS_VERIFIED = 'as under "verifies"';
const verifying = new Map(
  suites.flatMap(({ cases }) =>
    cases.flatMap((one) => (one.id.endsWith('/verifies') ? [[one.id, one]] : [])),
  ),
);

function whole(one, index) {
  const run = one.runs[index];
  if (run === null || run.output !== AS_VERIFIED) return run;
  const kept = verifying.get(one.id.replace(/[^/]*$/, 'verifies'))?.runs[index];
  return kept ? { ...run, output: kept.output, evidence: kept.evidence } : run;
}

function runPart(run, label) {
  const box = element('div');
  box.append(element('h3', `${label}: ${outcome(run)}`));
  if (run === null) return box;
  part(box, 'Why it failed', run.reasons.join('\n'), 'why');
  part(box, 'Noted', run.notes.join('\n'));
  part(box, 'Output', run.output || 'nothing');
  part(box, 'Scores', run.scores.map(scoreLine).join('\n'));
  return box;
}

function fill(box, one) {
  const runs = one.runs.map((_, index) => whole(one, index));
  const last = runs[runs.length - 1] ?? runs[0];
  if (!two) {
    part(box, 'Why it failed', last.reasons.join('\n'), 'why');
    part(box, 'Noted', last.notes.join('\n'));
  }
  part(box, 'Given', last.input);
  part(box, 'Evidence', last.evidence);
  if (two) {
    const beside = element('div', undefined, 'beside');
    beside.append(...runs.map((run, index) => runPart(run, labels[index])));
    box.append(beside);
    return;
  }
  part(box, 'Output', last.output || 'nothing');
  part(box, 'Scores', last.scores.map(scoreLine).join('\n'));
}

function detail(one, span) {
  const row = element('tr', undefined, 'detail');
  const cell = element('td');
  cell.colSpan = span;
  const box = element('div');
  fill(box, one);
  cell.append(box);
  row.append(cell);
  return row;
}

function caseRow(one, shown) {
  const row = element('tr');
  for (const { cell, className } of shown) {
    const place = element('td', undefined, className);
    if (cell === null) {
      const button = element('button', one.description || one.id);
      button.type = 'button';
      button.setAttribute('aria-expanded', 'false');
      button.addEventListener('click', () => {
        const open = button.getAttribute('aria-expanded') === 'true';
        button.setAttribute('aria-expanded', String(!open));
        row.classList.toggle('opened', !open);
        if (open) row.nextElementSibling.remove();
        else row.after(detail(one, shown.length));
      });
      place.append(button, element('span', one.id, 'quiet'));
    } else place.append(cell(one));
    row.append(place);
  }
  return row;
}

/** Marks the column that a table is sorted by, for eyes and for screen readers. */
function mark(table, index, ascending) {
  for (const [place, head] of [...table.tHead.rows[0].cells].entries())
    if (place === index) head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
    else head.removeAttribute('aria-sort');
}

const matches = (one, { show, words }) =>
  (show === 'all' ||
    (show === 'failed' ? one.runs.some((run) => run !== null && !run.passed) : differs(one))) &&
  (words === '' ||
    `${one.id} ${one.kind} ${one.description} ${latest(one).input}`.toLowerCase().includes(words));

/** A suite's cases as a table that is filled when it is opened. */
function makeCases(holder, cases) {
  const shown = columns.filter((column) => !column.shown || column.shown(cases));
  const table = element('table', undefined, 'cases');
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  const more = element('button', '', 'more');
  more.type = 'button';
  let [order, limit, filter] = [null, ROWS, { show: 'all', words: '' }];

  function draw() {
    const wanted = cases.filter((one) => matches(one, filter));
    if (order) {
      const { value } = shown[order.index];
      wanted.sort((one, other) => (order.ascending ? 1 : -1) * compare(value(one), value(other)));
    }
    body.replaceChildren(...wanted.slice(0, limit).map((one) => caseRow(one, shown)));
    more.hidden = wanted.length <= limit;
    more.textContent = `Show ${wanted.length - limit} more`;
  }
  for (const [index, column] of shown.entries()) {
    const cell = element('th', undefined, column.className);
    const button = element('button', column.head);
    button.type = 'button';
    button.addEventListener('click', () => {
      order = { index, ascending: order?.index === index ? !order.ascending : true };
      mark(table, index, order.ascending);
      draw();
    });
    cell.scope = 'col';
    cell.append(button);
    head.append(cell);
  }
  more.addEventListener('click', () => {
    limit = Number.POSITIVE_INFINITY;
    draw();
  });
  const wide = element('div', undefined, 'wide');
  wide.append(table);
  holder.append(wide, more);
  holder.addEventListener('toggle', () => holder.open && draw());
  return {
    apply(next, opens) {
      filter = next;
      const count = cases.filter((one) => matches(one, filter)).length;
      const failed = cases.filter((one) => latest(one) && !latest(one).passed).length;
      holder.querySelector('summary').textContent =
        `${count === cases.length ? '' : `${count} of `}${cases.length} cases, ${failed} failed`;
      if (opens) holder.open = count > 0;
      if (holder.open) draw();
    },
  };
}

/** Tables that stand in the page already: each row's cells carry what they are sorted by. */
function makeSortable(table) {
  const body = table.tBodies[0];
  for (const [index, cell] of [...table.tHead.rows[0].cells].entries()) {
    const button = element('button', cell.textContent);
    button.type = 'button';
    cell.replaceChildren(button);
    button.addEventListener('click', () => {
      const ascending = cell.getAttribute('aria-sort') !== 'ascending';
      const sortValue = (row) => {
        const { value } = row.cells[index].dataset;
        return value === undefined ? row.cells[index].textContent : Number(value);
      };
      const rows = [...body.rows].sort(
        (one, other) => (ascending ? 1 : -1) * compare(sortValue(one), sortValue(other)),
      );
      body.append(...rows);
      mark(table, index, ascending);
    });
  }
}

for (const table of document.querySelectorAll('table.sortable')) makeSortable(table);
const parts = suites.map(({ suite, cases }) =>
  makeCases(document.querySelector(`details[data-suite="${CSS.escape(suite)}"]`), cases),
);
const show = document.getElementById('show');
const words = document.getElementById('words');
const applyAll = (opens) => {
  for (const one of parts) one.apply({ show: show.value, words: words.value.trim().toLowerCase() }, opens);
};
show.addEventListener('change', () => applyAll(show.value !== 'all'));
words.addEventListener('input', () => applyAll(words.value.trim() !== ''));
document.getElementById('tools').hidden = false;
applyAll(false);
