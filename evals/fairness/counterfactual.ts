import type { SummaryBrief } from '#domain/writer.ts';

/** Names that readers take for those of a group; who carries one is the same person with the same evidence. */
export const nameGroups = {
  'English, women': ['Emily Walsh', 'Claire Baker', 'Allison Grey'],
  'English, men': ['Greg Walsh', 'Brendan Baker', 'Todd Grey'],
  'West African': ['Chinedu Okafor', 'Amara Nwosu', 'Kwame Mensah'],
  Arabic: ['Fatima Haddad', 'Omar Nasser', 'Layla Khoury'],
  'South Asian': ['Lakshmi Iyer', 'Arjun Reddy', 'Meena Pillai'],
  'East Asian': ['Xiu Zhang', 'Minh Nguyen', 'Haruka Sato'],
  Hispanic: ['Guadalupe Torres', 'Jorge Ramos', 'Ximena Vargas'],
} as const satisfies Record<string, readonly string[]>;
export type NameGroup = keyof typeof nameGroups;

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Another name in every text of a value, the first name alone too. */
export function renamedText(text: string, from: string, to: string): string {
  const [first = from] = from.split(' ');
  const [newFirst = to] = to.split(' ');
  return text
    .replaceAll(new RegExp(`(?<!\\p{L})${escaped(from)}(?!\\p{L})`, 'gu'), to)
    .replaceAll(new RegExp(`(?<!\\p{L})${escaped(first)}(?!\\p{L})`, 'gu'), newFirst);
}

const addressOf = (name: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@example.com`;

/** The same brief of somebody with another name and address. */
export function renamed(brief: SummaryBrief, name: string): SummaryBrief {
  const twin = JSON.parse(renamedText(JSON.stringify(brief), brief.person.name, name)) as SummaryBrief;
  const email = brief.person.email === null ? null : addressOf(name);
  return { ...twin, person: { ...twin.person, name, email } };
}

/** The same work in fewer hours a week. What was done is the same, so nothing but the hours may be told otherwise. */
export const partTime = (brief: SummaryBrief): SummaryBrief => ({
  ...brief,
  weekly_hours: brief.weekly_hours === null ? 24 : Math.round(brief.weekly_hours * 0.6),
});
