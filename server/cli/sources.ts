import { randomBytes } from 'node:crypto';
import { invalidInput } from '#domain/errors.ts';
import { newId, sourceId } from '#domain/ids.ts';
import { source as sourceSchema, vendor as vendorSchema } from '#domain/source.ts';
import { credentialWords, vendorFacts } from '#tools/connectors/registry.ts';
import { readPrivateKey, thumbprintOf } from '#tools/http/jwt.ts';
import { schemeHelp, schemeOf, secretOf } from '#tools/webhooks/signature.ts';
import { publicAddress } from '../public-address.ts';
import { openHandshake, webhookParts } from '../webhook-handshake.ts';
import { defineCommand, exit, UsageError } from './command.ts';
import { jsonArgument, withInstallation } from './installation.ts';

/** As long as the digest that it makes. */
const SECRET_BYTES = 32;

const named = { name: { type: 'positional', required: true, description: 'name of the source' } } as const;

export const sourcesAdd = defineCommand({
  summary: 'sets a source up',
  details: [
    'Secrets are read from standard input as JSON, such as {"token":"…"}, so that they stay out of the shell\'s history; they are kept encrypted in FAIRLEAD_DATA_DIR.',
    ...Object.entries(vendorFacts)
      .filter(([, { files_only }]) => files_only !== true)
      .map(
        ([vendor, facts]) =>
          `${vendor} (${facts.name}): ${credentialWords(facts)}${facts.settings
            .filter(({ required }) => required)
            .map(({ name: setting }) => `, --setting ${setting}=…`)
            .join('')}${facts.base_url.required ? ', --base-url' : ''}`,
      ),
  ].join('\n'),
  args: {
    vendor: { type: 'positional', required: true, description: vendorSchema.options.join(' or ') },
    name: { type: 'string', description: 'what to call it; the vendor when left out', valueHint: 'NAME' },
    'base-url': { type: 'string', description: 'where its API answers', valueHint: 'URL' },
    email: {
      type: 'string',
      description: 'account that the token belongs to, where one is needed',
      valueHint: 'EMAIL',
    },
    setting: {
      type: 'string',
      description: 'settings as name=value, several separated by commas; a list as name=one,another',
      valueHint: 'NAME=VALUE',
    },
  },
  examples: [
    'fairlead sources add jira --base-url https://your-org.atlassian.net --email you@your-org.example < token.json',
    'fairlead sources add harvest --setting account_id=123456 < token.json',
  ],
  async run({ vendor, name, 'base-url': baseUrl, email, setting }, world) {
    const kind = vendorSchema.safeParse(vendor);
    if (!kind.success)
      throw new UsageError(
        `${JSON.stringify(vendor)} is no vendor that Fairlead reads. Valid: ${vendorSchema.options.join(', ')}.`,
      );
    if (vendorFacts[kind.data].files_only === true)
      throw new UsageError(
        `${kind.data}: there is nothing to set up, it only takes files. ${vendorFacts[kind.data].token_help}`,
      );
    const given = sourceSchema.omit({ streams: true, id: true }).safeParse({
      name: name ?? kind.data,
      vendor: kind.data,
      base_url: baseUrl ?? null,
      settings: settingsOf(setting),
      enabled: true,
    });
    if (!given.success) {
      const issue = given.error.issues[0];
      throw new UsageError(`${issue?.path.join('.')}: ${issue?.message}.`);
    }
    const secrets = { ...(email === undefined ? {} : { email }), ...(await readSecrets(world.stdin())) };
    return await withInstallation(
      world,
      'sources add',
      async ({ system, operator, secrets: kept, missingParts }) => {
        const existing = await system.sources.byName(given.data.name);
        const source = { ...given.data, id: existing?.id ?? newId('src', sourceId) };
        const missing = missingParts({ ...source, streams: [] }, secrets);
        if (missing.length > 0)
          throw invalidInput(`${source.name} lacks: ${missing.join('; ')}.`, { missing });
        const { private_key, certificate }: Record<string, string | undefined> = secrets;
        const key = private_key === undefined ? null : readPrivateKey(private_key);
        if (key !== null && certificate !== undefined) thumbprintOf(certificate, key);
        // What can't be opened any more is what somebody may be here to replace.
        const known = await kept.get(source.name).catch(() => ({}));
        const same = existing?.vendor === source.vendor;
        await kept.set(source.name, { ...(same ? webhookParts(known) : {}), ...secrets });
        await operator.sources.save(source);
        world.print(`${source.name} is set up. Try it: fairlead sources test ${source.name}`);
        return exit.done;
      },
    );
  },
});

function settingsOf(text: string | undefined): Record<string, string> {
  // At commas before a name: the others are of a list, repositories=quay/app,quay/web.
  const pairs = (text ?? '').split(/,(?=[^,=]*=)/).filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', ...value] = pair.split('=');
      if (key === '' || value.length === 0) throw new UsageError(`--setting ${pair}: expected NAME=VALUE.`);
      return [key, value.join('=')];
    }),
  );
}

/** Secrets as JSON from standard input; none where a person sits there. */
export async function readSecrets(
  stream: NodeJS.ReadableStream & { isTTY?: boolean },
): Promise<Record<string, string>> {
  if (stream.isTTY) return {};
  let text = '';
  for await (const chunk of stream) text += chunk;
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      );
    }
  } catch {
    // Told below, without repeating what may be a secret.
  }
  throw invalidInput('Standard input is not a JSON object of secrets, such as {"token":"…"}.');
}

export const sourcesList = defineCommand({
  summary: 'sources and the state of their streams',
  args: jsonArgument,
  examples: ['fairlead sources list'],
  run: ({ json }, world) =>
    withInstallation(world, 'sources list', async ({ system }) => {
      const sources = await system.sources.list();
      if (json) world.print(JSON.stringify(sources));
      else if (sources.length === 0) world.print('No source is set up. See: fairlead sources add --help');
      else {
        for (const source of sources) {
          world.print(
            `${source.name} (${source.vendor}${source.enabled ? '' : ', not read'}) ${source.base_url ?? 'imported files'}`,
          );
          for (const stream of source.streams) {
            const read = stream.partial ? 'partial' : 'complete';
            const state =
              stream.reading === null ? read : `being read, ${stream.reading.seen} records so far`;
            world.print(
              `  ${stream.stream}: ${state}, ${stream.records_seen} seen, ${stream.records_rejected} not taken, last complete read ${stream.last_success_at ?? 'never'}${stream.last_error === null ? '' : `; ${stream.last_error}`}`,
            );
          }
        }
      }
      return exit.done;
    }),
});

export const sourcesWebhook = defineCommand({
  summary: 'lets a source tell at once that something changed',
  details: [
    'Prints the address to be set at the source, and how its deliveries are signed. Nothing of what a delivery holds is kept: it only has the source read soon.',
    'Where the secret is ours (GitHub, Jira, Toggl, and systems without a way of their own) a new one is printed once, and an earlier one ends. Where the system shows its own (Slack, Zendesk, HubSpot, monday.com) it is read from standard input as {"webhook_secret":"…"}. Asana offers its own to the address that is printed, within the hour; earlier ones stay.',
  ].join('\n'),
  args: named,
  examples: ['fairlead sources webhook github', 'fairlead sources webhook slack < secret.json'],
  run: ({ name }, world) =>
    withInstallation(world, 'sources webhook', async ({ system, secrets, config, clock }) => {
      const source = await system.sources.byName(name);
      if (source === null) throw invalidInput(`There is no source ${name}.`);
      const scheme = schemeOf(source.vendor);
      const kind = secretOf(scheme);
      const made = randomBytes(SECRET_BYTES).toString('hex');
      const address = new URL(`/api/webhooks/${name}`, publicAddress(config));
      if (kind === 'handshake') address.searchParams.set('key', made);
      world.print(`address  ${address.href}`);
      world.print(`signed   ${schemeHelp(scheme)}`);
      const keep = async (more: Record<string, string>) =>
        secrets.set(name, { ...(await secrets.get(name)), ...more });
      if (kind === 'handshake') {
        await keep(openHandshake(made, Date.parse(clock.now())));
        world.print('secret   offered by the source to this address, within the hour');
      } else if (kind === 'ours') {
        await keep({ webhook_secret: made });
        world.print(`secret   ${made}`);
      } else {
        const { webhook_secret } = await readSecrets(world.stdin());
        if (!webhook_secret)
          throw invalidInput(
            `${name} signs with a secret of its own: take it from ${kind.at}, and give it on standard input as {"webhook_secret":"…"}.`,
          );
        await keep({ webhook_secret });
        world.print('secret   kept as it was given');
      }
      return exit.done;
    }),
});

export const sourcesTest = defineCommand({
  summary: "tries a source's credentials",
  args: named,
  examples: ['fairlead sources test jira'],
  run: ({ name }, world) =>
    withInstallation(world, 'sources test', async ({ system, connectors }) => {
      const source = await system.sources.byName(name);
      if (source === null) throw invalidInput(`There is no source ${name}.`);
      const connector = await connectors.of(source);
      const { account } = await connector.check(world.signal);
      world.print(`${name} answers. Fairlead is signed in there as ${account}.`);
      return exit.done;
    }),
});

export const sourcesRemove = defineCommand({
  summary: 'stops reading a source and forgets its credentials',
  details: 'What was read stays: drafts cite it.',
  args: named,
  examples: ['fairlead sources remove harvest'],
  run: ({ name }, world) =>
    withInstallation(world, 'sources remove', async ({ system, operator, secrets }) => {
      const source = await system.sources.byName(name);
      if (source === null) throw invalidInput(`There is no source ${name}.`);
      const { streams: _, ...rest } = source;
      await operator.sources.save({ ...rest, enabled: false });
      await secrets.remove(name);
      world.print(`${name} is no longer read, and its credentials are gone. What was read before stays.`);
      return exit.done;
    }),
});
