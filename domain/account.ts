import { z } from 'zod';

/** The vendor's own id of an account in a source; joined to a person by the identity table, never by name alone. */
export const accountId = z.string().min(1).max(300);
