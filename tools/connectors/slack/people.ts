import { z } from 'zod';
import type { SourceAccount } from '#domain/record.ts';
import { describeFault, idOf } from '#tools/connectors/normalised.ts';
import { emptyPage, type WindowPage } from '#tools/connectors/window.ts';
import type { HttpClient } from '#tools/http/client.ts';
import { cleanName, isCleanId } from '#tools/text.ts';
import { pagesOf } from './api.ts';

const slackUser = z.object({
  id: z.string().refine((id) => isCleanId(id), 'not an id'),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_workflow_bot: z.boolean().nullish(),
  tz: z.string().nullish(),
  name: z.string().nullish(),
  profile: z.object({ real_name: z.string().nullish(), email: z.string().nullish() }).nullish(),
});

/** `USLACKBOT` has no mark of a robot on it. */
const SLACKBOT = 'USLACKBOT';

export async function* userPages(http: HttpClient, signal: AbortSignal): AsyncGenerator<WindowPage> {
  const question = { method: 'users.list', list: 'members', query: {}, id: 'id' };
  // Slack allows 1000 and advises 200.
  for await (const items of pagesOf({ http, page_size: 200 }, question, signal)) {
    const page: WindowPage = { ...emptyPage(), newest: null };
    for (const item of items) {
      const parsed = slackUser.safeParse(item);
      if (!parsed.success) {
        page.faults.push({ external_id: idOf(item), reason: describeFault(parsed.error) });
        continue;
      }
      page.accounts.push(toAccount(parsed.data));
    }
    yield page;
  }
}

function toAccount(user: z.infer<typeof slackUser>): SourceAccount {
  return {
    account: user.id,
    display_name: cleanName(user.profile?.real_name) ?? cleanName(user.name),
    email: cleanName(user.profile?.email, 320)?.toLowerCase() ?? null,
    active: !(user.deleted ?? false),
    bot: (user.is_bot ?? false) || (user.is_workflow_bot ?? false) || user.id === SLACKBOT,
    time_zone: cleanName(user.tz, 100),
  };
}
