/** Largest answer that is read, in bytes. A full page of 100 Jira issues with changelogs stays well under 8 MB. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Why an answer's body could not be used. A cut or broken one may come whole the next time; a huge one won't. */
export class BodyFault extends Error {
  readonly repeatable: boolean;

  constructor(message: string, repeatable: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = 'BodyFault';
    this.repeatable = repeatable;
  }
}

/** The body's bytes, read no further than the cap. @throws BodyFault */
export async function readBytes(response: Response, cap: number = MAX_BODY_BYTES): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body) {
      size += chunk.byteLength;
      if (size > cap) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new BodyFault('the answer was cut off', true, cause);
  }
  if (size > cap) throw new BodyFault(`the answer is larger than ${cap} bytes`, false);
  return Buffer.concat(chunks);
}

/** An empty body is null (204, or a write's answer). @throws BodyFault */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // V8's message quotes the text, which may be anything: it stays out of ours.
    throw new BodyFault(`the answer of ${text.length} characters is not valid JSON`, true);
  }
}
