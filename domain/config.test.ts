import { describe, expect, test } from 'vitest';
import { parseConfig } from './config.ts';

describe('the environment', () => {
  test('nothing set is a whole installation', () => {
    expect(parseConfig({})).toEqual({
      port: 4400,
      host: '127.0.0.1',
      database_url: null,
      data_dir: './.fairlead',
      model: null,
      embeddings: null,
      openai: { api_key: null, base_url: null },
      langsmith: { api_key: null, endpoint: 'https://api.smith.langchain.com' },
      auth: { mode: 'dev' },
      today: null,
      log_level: 'warn',
    });
  });

  test('an empty value is an unset one', () => {
    expect(parseConfig({ DATABASE_URL: '', PORT: '' })).toMatchObject({ database_url: null, port: 4400 });
  });

  test.each([
    ['PORT', 'seventy', /PORT is "seventy".*1 to 65535/],
    ['PORT', '0', /PORT is "0"/],
    ['DATABASE_URL', 'mysql://root:hunter2@x', /DATABASE_URL has a value that is not valid/],
    ['FAIRLEAD_MODEL', 'gpt', /FAIRLEAD_MODEL is "gpt".*openai:MODEL/],
    ['FAIRLEAD_TODAY', '2026-02-30', /FAIRLEAD_TODAY is "2026-02-30"/],
    ['FAIRLEAD_AUTH', 'none', /FAIRLEAD_AUTH is "none".*oidc/],
    ['OPENAI_BASE_URL', 'file:///etc', /OPENAI_BASE_URL is/],
  ])('a wrong %s is named with the valid choices', (name, value, message) => {
    expect(() => parseConfig({ [name]: value })).toThrow(message);
  });

  test('a secret is never repeated in the message', () => {
    expect(() => parseConfig({ DATABASE_URL: 'mysql://root:hunter2@x' })).not.toThrow(/hunter2/);
  });

  test('dev login is refused where others can reach it', () => {
    expect(() => parseConfig({ HOST: '0.0.0.0', FAIRLEAD_AUTH: 'dev' })).toThrow(
      /FAIRLEAD_AUTH is "dev", but HOST is "0.0.0.0"/,
    );
    expect(() => parseConfig({ HOST: '0.0.0.0' })).toThrow(/FAIRLEAD_OIDC_ISSUER is not set/);
  });

  test('a model needs a key or a server of one’s own', () => {
    expect(() => parseConfig({ FAIRLEAD_MODEL: 'openai:gpt-x' })).toThrow(/OPENAI_API_KEY.*FAIRLEAD_MODEL/);
    expect(() => parseConfig({ FAIRLEAD_EMBEDDINGS: 'openai:x' })).toThrow(
      /OPENAI_API_KEY.*FAIRLEAD_EMBEDDINGS/,
    );
    expect(
      parseConfig({ FAIRLEAD_MODEL: 'openai:gpt-x', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' }).model,
    ).toEqual({
      provider: 'openai',
      model: 'gpt-x',
    });
  });
});
