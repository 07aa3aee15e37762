import { describe, expect, test } from 'vitest';
import { parseMapping } from './people-columns.ts';
import { MAX_FAULTS_LISTED, readPeopleCsv } from './people-csv.ts';

const header =
  'Employee Id,Name,Email,Manager Email,Job Title,Department,Location,Start Date,End Date,Employment Type,Weekly Hours,Skills';
const bytes = (text: string) => new TextEncoder().encode(text);
const read = (...lines: string[]) => readPeopleCsv(bytes(lines.join('\n')));
const faults = (file: ReturnType<typeof read>) => file.errors.map(({ line, field }) => [line, field]);

describe('a good file', () => {
  test('gives people, managers and skills', () => {
    const file = read(
      header,
      'E1,Ann Å,Ann@Example.org,,Head,Payments,Oslo,2020-01-01,,Full-time,37.5,TypeScript:4; Port operations',
      'E2,Bo,bo@example.org,ann@example.org,,,,,,,,',
    );
    expect(file).toMatchObject({
      errors: [],
      warnings: [],
      dropped_columns: [],
      managers: ['ann@example.org'],
    });
    expect(file.people[0]).toEqual({
      line: 2,
      employee_id: 'E1',
      name: 'Ann Å',
      email: 'ann@example.org',
      manager_email: null,
      job_title: 'Head',
      department: 'Payments',
      location: 'Oslo',
      start_date: '2020-01-01',
      end_date: null,
      employment_type: 'Full-time',
      weekly_hours: 37.5,
      skills: [
        { name: 'TypeScript', level: 4 },
        { name: 'Port operations', level: null },
      ],
    });
  });

  test('may have a byte order mark, Windows line ends, quotes and lines in cells', () => {
    const file = read(
      `\uFEFFName,Email\r`,
      '"Ann, the ""boss""",ann@example.org\r',
      '"Two\nlines",b@example.org\r',
    );
    expect(file.people.map(({ name, line }) => [name, line])).toEqual([
      ['Ann, the "boss"', 2],
      ['Two\nlines', 4],
    ]);
  });

  test.each([
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ])('may be separated by %j, which is said', (mark, name) => {
    const file = read(['Name', 'Email'].join(mark), ['Ann', 'a@example.org'].join(mark));
    expect(file.people).toHaveLength(1);
    expect(file.warnings[0]?.message).toContain(name);
  });

  test('that was written by us is read back', () => {
    expect(read('Name,Email', "'=Ann,a@example.org").people[0]?.name).toBe('=Ann');
  });
});

describe('columns', () => {
  test('with protected attributes are dropped and named, unknown ones ignored and named', () => {
    const file = read(
      'Name,Email,Gender,date_of_birth,BirthDate,Shoe Size,email',
      'Ann,a@example.org,f,2000-01-01,x,38,y',
    );
    expect(file.dropped_columns).toEqual([
      { header: 'Gender', reason: 'protected' },
      { header: 'date_of_birth', reason: 'protected' },
      { header: 'BirthDate', reason: 'protected' },
      { header: 'Shoe Size', reason: 'unknown' },
      { header: 'email', reason: 'unknown' },
    ]);
    expect(JSON.stringify(file.people)).not.toMatch(/2000-01-01|38/);
    expect(file.warnings.at(-1)?.message).toContain('Did you mean "Email"?');
  });

  test('that are needed are asked for', () => {
    expect(faults(read('Nom,Mail', 'Ann,a@example.org'))).toEqual([
      [1, 'Name'],
      [1, 'Employee Id'],
    ]);
  });

  test('are renamed by a mapping in JSON or YAML', () => {
    for (const text of ['{"Nom":"Name","Mail":"Email"}', 'Nom: Name\nMail: Email\n']) {
      const file = readPeopleCsv(bytes('Nom,Mail\nAnn,a@example.org'), { mapping: parseMapping(text) });
      expect(file.errors).toEqual([]);
      expect(file.people[0]?.name).toBe('Ann');
    }
    expect(() => parseMapping('Nom: Nome')).toThrow(
      /maps "Nom" to "Nome", which is not one of our headers: Employee Id/,
    );
    expect(() => parseMapping('[1]')).toThrow(/must be one object/);
    expect(() => parseMapping('{{')).toThrow(/neither JSON nor YAML/);
  });

  test('may not come twice', () => {
    expect(faults(read('Name,Email,Name', 'a,b@c.d,e'))).toEqual([[1, 'Name']]);
  });
});

describe('everything that is wrong is told by line and field', () => {
  test('in cells', () => {
    const file = read(
      header,
      'E1,,a@example.org,,,,,,,,,',
      ',Ann,,,,,,,,,,',
      'E3,Bo,not-an-address,,,,,01/02/2024,2024-13-01,,38 h,Go:9',
      'E4,Cy,c@example.org,,,,,2024-05-01,2024-04-01,,0,',
      'E5,Di',
    );
    expect(faults(file)).toEqual([
      [2, 'Name'],
      [3, 'Employee Id'],
      [4, 'Email'],
      [4, 'Start Date'],
      [4, 'End Date'],
      [4, 'Weekly Hours'],
      [4, 'Skills'],
      [5, 'End Date'],
      [5, 'Weekly Hours'],
      [6, null],
    ]);
    expect(file.errors[3]?.message).toBe(
      '"01/02/2024" is not a date. Write it as YYYY-MM-DD, between 1990 and 2100.',
    );
  });

  test('between rows: ids and e-mails twice, unknown managers, circles', () => {
    const file = read(
      header,
      'E1,Ann,ann@example.org,bo@example.org,,,,,,,,',
      'E2,Bo,bo@example.org,ann@example.org,,,,,,,,',
      'E1,Cy,ANN@example.org,,,,,,,,,',
      'E4,Di,di@example.org,nobody@example.org,,,,,,,,',
      'E5,Ed,ed@example.org,ed@example.org,,,,,,,,',
    );
    expect(file.errors.map(({ message }) => message)).toEqual([
      'The reporting line runs in a circle: Ann (line 2) → Bo (line 3) → Ann (line 2).',
      '"E1" stands in line 2 already.',
      '"ann@example.org" stands in line 2 already.',
      'The reporting line runs in a circle: Ed (line 6) → Ed (line 6).',
    ]);
    expect(file.warnings).toMatchObject([{ line: 5, field: 'Manager Email' }]);
  });

  test('a manager who is known already needs not be in the file', () => {
    const file = readPeopleCsv(bytes('Name,Email,Manager Email\nAnn,a@example.org,boss@example.org'), {
      known_emails: new Set(['boss@example.org']),
    });
    expect(file.warnings).toEqual([]);
  });

  test('the list has an end, the count has not', () => {
    const file = read('Name,Email', ...Array.from({ length: 500 }, () => ',x'));
    expect(file.errors).toHaveLength(MAX_FAULTS_LISTED);
    expect(file.errors_total).toBe(1000);
    expect(file.people).toEqual([]);
  });
});

describe('what is no such file', () => {
  test.each([
    ['nothing', new Uint8Array(), /empty/],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 65, 0]), /UTF-16.*CSV UTF-8/],
    [
      'Latin-1',
      new Uint8Array([...bytes('Name,Email\nJ'), 0xf6, ...bytes('rg,j@example.org')]),
      /not UTF-8.*CSV UTF-8/,
    ],
    ['an open quote', bytes('Name,Email\n"Ann,a@example.org'), /Not valid CSV/],
    ['a ZIP', new Uint8Array([80, 75, 3, 4, 0xff, 0xfe]), /not UTF-8/],
  ])('%s is said plainly', (_name, content, message) => {
    const file = readPeopleCsv(content);
    expect(file.people).toEqual([]);
    expect(file.errors[0]?.message).toMatch(message);
  });

  test('poisonous cells arrive as plain text', () => {
    const file = read('Name,Email,Department', `A\u0000nn,a@example.org,${'x'.repeat(100_000)}`);
    expect(file.people[0]?.name).toBe('A\uFFFDnn');
    expect(file.people[0]?.department?.length).toBeLessThan(300);
  });
});
