import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FairleadError } from '#domain/errors.ts';
import { parseFilter } from './filter.ts';
import { patched, patchRequest } from './patch.ts';
import { ENTERPRISE } from './resource.ts';

const ada = {
  id: 'per_1',
  userName: 'Ada@Example.org',
  active: true,
  emails: [
    { value: 'ada@example.org', type: 'work', primary: true },
    { value: 'ada@home.example', type: 'home' },
  ],
  name: { formatted: 'Ada Lovelace' },
  meta: { lastModified: '2026-03-01T00:00:00Z' },
  [ENTERPRISE]: { department: 'Engines', manager: { value: 'per_9' } },
};

describe('a filter', () => {
  test.each([
    'userName eq "ada@example.org"',
    'USERNAME EQ "ada@example.org"',
    'active eq true and not (userName sw "bob")',
    'emails.value co "home.example"',
    'emails[type eq "work" and value ew "example.org"]',
    'userName eq "x" or (name.formatted pr and active eq true)',
    'meta.lastModified gt "2026-02-01T00:00:00Z"',
    `${ENTERPRISE}:department eq "engines"`,
    `${ENTERPRISE}:manager.value eq "per_9"`,
    'urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ada"',
    'userName ne "bob"',
    'title eq "x" or emails.type eq "home"',
  ])('%s finds her', (filter) => {
    expect(parseFilter(filter)(ada)).toBe(true);
  });

  test.each([
    'active eq false',
    'userName eq "ada"',
    'title pr',
    'emails[type eq "work" and value co "home"]',
    'not (active eq true)',
    'meta.lastModified lt "2026-02-01T00:00:00Z"',
    'active gt true',
  ])('%s does not', (filter) => {
    expect(parseFilter(filter)(ada)).toBe(false);
  });

  test.each([
    '',
    'userName',
    'userName eq',
    'userName eq ada',
    '(active eq true',
    'active eq true)',
    'userName like "x"',
    'and active eq true',
    '"x" eq userName',
    `${'('.repeat(60)}active pr${')'.repeat(60)}`,
  ])('%s is refused with what is wrong', (filter) => {
    expect(() => parseFilter(filter)).toThrow(/The filter is not valid: .+ Valid: /);
  });

  test('whatever comes is a filter or a clear refusal', () => {
    const word = fc.constantFrom(
      'userName',
      'eq',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      '"x"',
      'true',
      'pr',
      '"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (text) => {
          try {
            parseFilter(text)(ada);
          } catch (error) {
            expect(error).toBeInstanceOf(FairleadError);
          }
        },
      ),
    );
  });
});

describe('a change', () => {
  const change = (...Operations: object[]) => patched(ada, patchRequest.parse({ Operations }));

  test('replaces what its path names, as Entra ID and Okta write it', () => {
    expect(change({ op: 'Replace', path: 'active', value: 'False' })).toMatchObject({ active: 'False' });
    expect(change({ op: 'replace', value: { active: false, title: 'Countess' } })).toMatchObject({
      active: false,
      title: 'Countess',
    });
    expect(change({ op: 'replace', path: 'name.formatted', value: 'A. King' })).toMatchObject({
      name: { formatted: 'A. King' },
    });
    const mail = change({ op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.org' });
    expect(mail.emails).toMatchObject([{ value: 'new@example.org', primary: true }, { type: 'home' }]);
  });

  test('reaches into the extension, adds and removes', () => {
    expect(change({ op: 'add', path: `${ENTERPRISE}:manager`, value: 'per_7' })).toMatchObject({
      [ENTERPRISE]: { manager: 'per_7', department: 'Engines' },
    });
    expect(change({ op: 'remove', path: `${ENTERPRISE}:manager` })[ENTERPRISE]).toEqual({
      department: 'Engines',
    });
    expect(
      change({ op: 'add', path: 'emails[type eq "other"].value', value: 'o@x.example' }).emails,
    ).toContainEqual({
      type: 'other',
      value: 'o@x.example',
    });
    expect(change({ op: 'remove', path: 'emails[type eq "home"]' }).emails).toHaveLength(1);
    expect(ada.emails).toHaveLength(2);
  });

  test('with a path that nobody can read is refused', () => {
    expect(() => change({ op: 'add', path: 'a..b', value: 1 })).toThrow(/can't be read/);
    expect(() => change({ op: 'remove' })).toThrow(/needs a path/);
  });
});
