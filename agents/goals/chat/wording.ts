import type { KpiSpec } from '#domain/goal.ts';
import type { Language } from '../vocabulary.ts';
import type { Card } from './conversation.ts';
import { filled, phrasebookOf, type Says } from './phrasebook.ts';

/** How one language words KPIs. */
export interface Wording {
  language: Language;
  says: Says;
  amount(value: number, unit: string | null): string;
  date(iso: string): string;
  /** A KPI in one line: what was said, and nothing else. */
  line(kpi: KpiSpec): string;
  list(items: readonly string[]): string;
  percent(share: number): string;
}

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export const sentence = (text: string, { stop }: Says): string => {
  const whole = capital(text.trim());
  return /[.!?。！？]$/u.test(whole) ? whole : `${whole}${stop}`;
};

export function wordingOf(language: Language): Wording {
  const { says, units } = phrasebookOf(language);
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 4 });
  const days = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  const wide = language === 'ja' || language === 'zh';

  function amount(value: number, unit: string | null): string {
    if (unit === null || unit === 'count' || unit === 'score') return number.format(value);
    if (unit === 'percent') return wide ? `${number.format(value)}%` : `${number.format(value)} %`;
    if (unit === 'ratio') return number.format(value);
    if (unit.startsWith('currency')) {
      const code = unit.slice('currency:'.length);
      return code === '' ? number.format(value) : `${number.format(value)} ${code}`;
    }
    return `${number.format(value)}${wide ? '' : ' '}${units[unit] ?? unit.replaceAll('_', ' ')}`;
  }

  function change({ relative, unit }: KpiSpec): string {
    if (relative === null) return '';
    if (relative.type === 'percent_change') return amount(relative.value, 'percent');
    if (relative.type === 'percentage_points')
      return filled(says.points, { value: number.format(relative.value) });
    return amount(relative.value, unit);
  }

  function level({ target, target_range, comparator, unit }: KpiSpec): string | null {
    if (target_range !== null)
      return filled(says.level.between, {
        low: amount(target_range[0], unit),
        high: amount(target_range[1], unit),
      });
    if (target === null) return null;
    const template = comparator === '<=' || comparator === '=' ? says.level[comparator] : says.level['>='];
    return filled(template, { value: amount(target, unit) });
  }

  function aim(kpi: KpiSpec): string {
    const { card } = says;
    const { metric, direction, relative } = kpi;
    const stated = level(kpi);
    if (stated !== null) return filled(card[direction], { metric, level: stated });
    if (relative === null) return filled(card[`${direction}_open`], { metric });
    if (relative.type === 'multiply' && (direction === 'increase' || direction === 'decrease'))
      return filled(card[`${direction}_times`], { metric, value: number.format(relative.value) });
    if (direction === 'increase' || direction === 'decrease')
      return filled(card[`${direction}_by`], { metric, change: change(kpi) });
    return filled(card.other_by, { metric, change: change(kpi) });
  }

  return {
    language,
    says,
    amount,
    date: (iso) => days.format(new Date(`${iso}T00:00:00Z`)),
    percent: (share) => amount(Math.round(share * 100), 'percent'),
    line(kpi) {
      const parts = [aim(kpi)];
      if (kpi.window !== null) parts.push(kpi.window);
      if (kpi.baseline !== null) parts.push(filled(says.from, { value: amount(kpi.baseline, kpi.unit) }));
      if (kpi.due_iso !== null)
        parts.push(filled(says.due, { date: days.format(new Date(`${kpi.due_iso}T00:00:00Z`)) }));
      else if (kpi.due !== null) parts.push(filled(says.due_vague, { due: kpi.due }));
      return parts.join(wide ? '、' : ', ');
    },
    list: (items) =>
      items.length < 2
        ? (items[0] ?? '')
        : `${items.slice(0, -1).join(wide ? '、' : ', ')}${says.and}${items.at(-1)}`,
  };
}

/** A metric as it stands in a sentence. */
export const named = ({ kpi }: Card, { quote }: Says): string => filled(quote, { metric: kpi.metric });

/** Several KPIs by number and name, to choose from. */
export const choiceOf = (cards: readonly Card[], says: Says): string =>
  cards.map((item, place) => `${place + 1}. ${named(item, says)}`).join(', ');
