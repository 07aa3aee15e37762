import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type PrimitiveValueListNode,
  type QueryId,
  type ValueNode,
} from 'kysely';

/** U+FFFD, what Unicode has for "here stood something that can't be shown". */
const REPLACEMENT = '�';

/**
 * PostgreSQL's text can't hold NUL, nor its jsonb a surrogate without its other half; each becomes U+FFFD. Connectors
 * clean what they read; here it is done for whatever else comes, so that one such letter never fails a page.
 */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', REPLACEMENT) : wellFormed;
}

/** `cleanText` on every string of a value, the keys of objects too. */
export function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanJson);
  if (value !== null && typeof value === 'object') {
    // `fromEntries` defines `__proto__` as an ordinary key, where an assignment would set the prototype.
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [cleanText(key), cleanJson(member)]),
    );
  }
  return value;
}

/** How JSON text writes NUL and a lone surrogate; a false alarm only costs the slow way. */
const suspicious = /\\u(?:0000|d[89a-f])/i;

/** The JSON text of a value for a `jsonb` parameter, cleaned. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return suspicious.test(text) ? JSON.stringify(cleanJson(value)) : text;
}

const cleanParameter = (value: unknown): unknown => {
  if (typeof value === 'string') return cleanText(value);
  return Array.isArray(value) ? value.map(cleanParameter) : value;
};

class Cleaner extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode, queryId?: QueryId): ValueNode {
    const transformed = super.transformValue(node, queryId);
    return { ...transformed, value: cleanParameter(transformed.value) };
  }

  protected override transformPrimitiveValueList(
    node: PrimitiveValueListNode,
    queryId?: QueryId,
  ): PrimitiveValueListNode {
    const transformed = super.transformPrimitiveValueList(node, queryId);
    return { ...transformed, values: transformed.values.map(cleanParameter) };
  }
}

/** Cleans every text parameter of every query. */
export class CleanTextPlugin implements KyselyPlugin {
  readonly #cleaner = new Cleaner();

  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    return this.#cleaner.transformNode(node, queryId);
  }

  async transformResult({ result }: PluginTransformResultArgs) {
    return result;
  }
}
