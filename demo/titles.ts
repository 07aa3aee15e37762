import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addDays, type IsoDate } from '#domain/date.ts';
import type { Random } from './random.ts';
import type { Member } from './roster.ts';

const words = z.array(z.string().min(1)).min(1);
const readMaterial = <Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> =>
  schema.parse(JSON.parse(readFileSync(new URL(`./material/${name}.json`, import.meta.url), 'utf8')));

const engineeringSchema = z.object({
  qualifiers: z.object({ bug: z.array(z.string()), story: z.array(z.string()), chore: z.array(z.string()) }),
  components: z.record(z.string(), z.object({ label: z.string(), bug: words, story: words, chore: words })),
  epics: words,
});
const areaSchema = z.object({ components: words, types: words, patterns: words });
const businessSchema = z.object({
  sales: areaSchema,
  customer_success: areaSchema,
  support: areaSchema,
  marketing: areaSchema,
  operations: z.object({ components: words, types: words, by_department: z.record(z.string(), words) }),
  slots: z.record(z.string(), words),
});
const namesSchema = z.object({ customers: words, prospects: words });

/** What a ticket says on its face. */
export interface Face {
  title: string;
  type: string;
  component: string;
  labels: string[];
}

export interface FaceWriter {
  write(owner: Member, component: string | null, day: IsoDate): Face;
  epics: readonly string[];
  labelOf(component: string): string;
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];
const engineeringTypes = { bug: 'Bug', story: 'Story', chore: 'Task' } as const;
/** Tries for a title that no ticket has yet; after that a repeated one stands, as in any real tracker. */
const TRIES = 40;

/** Deals from a shuffled pack and shuffles anew when it is empty, so that like titles don't stand side by side. */
function makeDealer(random: Random): (pack: readonly string[]) => string {
  const left = new Map<readonly string[], string[]>();
  return (pack) => {
    const cards = left.get(pack) ?? [];
    if (cards.length === 0) cards.push(...random.shuffled(pack));
    left.set(pack, cards);
    return cards.pop() ?? '';
  };
}

/** Writes titles out of the material, never twice the same while there are others left. */
export function makeFaceWriter(random: Random): FaceWriter {
  const engineering = readMaterial('engineering', engineeringSchema);
  const business = readMaterial('business', businessSchema);
  const names = readMaterial('names', namesSchema);
  const used = new Set<string>();
  const deal = makeDealer(random);

  const slot = (name: string, day: IsoDate, owner: Member): string => {
    const release = `${Number(day.slice(2, 4)) - 20}.${Number(day.slice(5, 7))}`;
    const values: Record<string, () => string> = {
      customer: () => random.pick(names.customers),
      prospect: () => random.pick(names.prospects),
      release: () => release,
      month: () => months[Number(addDays(day, random.int(-20, 20)).slice(5, 7)) - 1] ?? 'January',
      weekday: () => random.pick(weekdays),
      berths: () => String(random.int(4, 48)),
      count: () => String(random.int(2, 14)),
      lot: () => String(random.int(1, 6)),
      department: () =>
        owner.focus === 'operations'
          ? random.pick(business.slots.department ?? ['Support'])
          : owner.department,
    };
    return (values[name] ?? (() => random.pick(business.slots[name] ?? [name])))();
  };
  const fill = (pattern: string, day: IsoDate, owner: Member) =>
    pattern.replace(/\{(\w+)\}/g, (_, name: string) => slot(name, day, owner));

  const engineeringFace = (owner: Member, component: string, day: IsoDate): Face => {
    const area = engineering.components[component];
    if (area === undefined) throw new RangeError(`material/engineering.json has no component ${component}.`);
    const kind = random.weighted([
      ['bug', 0.36],
      ['story', 0.4],
      ['chore', 0.24],
    ] as const);
    const qualifier = random.pick(engineering.qualifiers[kind]);
    const title = fill(`${deal(area[kind])} ${qualifier}`.trim(), day, owner);
    const labels = [area.label, ...(random.chance(0.2) ? ['customer-request'] : [])];
    return { title, type: engineeringTypes[kind], component, labels };
  };
  const areaOf = ({ focus }: Member) => {
    switch (focus) {
      case 'sales':
      case 'customer_success':
      case 'support':
      case 'marketing':
        return business[focus];
      default:
        return business.operations;
    }
  };
  const businessFace = (owner: Member, day: IsoDate): Face => {
    const manages = owner.focus === 'lead' || owner.focus === 'leadership';
    const area = areaOf(owner);
    const byDepartment = business.operations.by_department;
    const own = manages ? undefined : byDepartment[owner.department];
    const patterns = 'patterns' in area ? area.patterns : (own ?? byDepartment['*'] ?? []);
    return {
      title: fill(deal(patterns), day, owner),
      type: random.pick(area.types),
      component: random.pick(area.components),
      labels: random.chance(0.15) ? ['follow-up'] : [],
    };
  };
  const write = (owner: Member, component: string | null, day: IsoDate): Face => {
    const one = () =>
      component === null ? businessFace(owner, day) : engineeringFace(owner, component, day);
    let face = one();
    for (let tries = 0; used.has(face.title) && tries < TRIES; tries += 1) face = one();
    used.add(face.title);
    return face;
  };
  return {
    write,
    epics: engineering.epics,
    labelOf: (component) => engineering.components[component]?.label ?? component.toLowerCase(),
  };
}
