import { z } from 'zod';
import { type PersonId, personId } from '#domain/ids.ts';
import type { ScopedStore } from '#store/ports.ts';

/** Somebody who may read a person's figures and drafts, and by what. */
export const personReader = z.object({
  person_id: personId,
  name: z.string(),
  /** `self`; `manager`: somebody in the reporting line, nearest first; `hr`: holds that access role. */
  because: z.enum(['self', 'manager', 'hr']),
});

/**
 * Who may read what is kept of a person. The same three ways that the database's own rules know (`visible_people` and
 * `sees_everyone` of the migrations); people who left read nothing.
 */
export async function readersOf(
  person: PersonId,
  system: ScopedStore,
): Promise<z.infer<typeof personReader>[]> {
  const [line, grants] = await Promise.all([system.people.lineAbove(person), system.grants.list()]);
  const ways: { person_id: PersonId; because: 'self' | 'manager' | 'hr' }[] = [
    { person_id: person, because: 'self' },
    ...line.map((id) => ({ person_id: id, because: 'manager' as const })),
    ...grants.filter(({ role }) => role === 'hr').map((grant) => ({ ...grant, because: 'hr' as const })),
  ];
  const readers: z.infer<typeof personReader>[] = [];
  for (const way of ways) {
    if (readers.some(({ person_id }) => person_id === way.person_id)) continue;
    const found = await system.people.get(way.person_id);
    if (found?.active) readers.push({ person_id: found.id, name: found.name, because: way.because });
  }
  return readers;
}
