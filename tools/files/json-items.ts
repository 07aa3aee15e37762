/**
 * Reads the items of a JSON file piece by piece, whatever its layout: one item a line (JSON Lines), one array, or
 * pages `{"issues": […]}`, one or many. Holds one item at a time in memory.
 */
export type JsonItem =
  | { line: number; ok: true; value: unknown }
  /** Something that can't be read stands at this line; reading goes on behind it where that is possible. */
  | { line: number; ok: false; reason: string };

/** Largest item, in UTF-16 code units; an issue with a thousand comments has a few million. */
const MAX_ITEM_LENGTH = 32 * 1024 * 1024;
/** Text looked at to tell the layout. */
const PEEK_LENGTH = 256 * 1024;

function parseItem(line: number, text: string): JsonItem {
  try {
    const value: unknown = JSON.parse(text);
    return { line, ok: true, value };
  } catch {
    return { line, ok: false, reason: `not valid JSON (${text.length} characters)` };
  }
}

async function* decode(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let first = true;
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    yield first ? text.replace(/^\uFEFF/, '') : text;
    first = false;
  }
  yield decoder.decode();
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * Whether each line is an item of its own: then a broken line harms no other. Such a line begins at the margin; within
 * an indented item a line such as `  {}` is whole, too, and no item.
 */
function looksLikeLines(head: string, complete: boolean): boolean {
  if (head.trimStart().startsWith('[')) return false;
  const lines = head.split('\n');
  const whole = complete ? lines : lines.slice(0, -1);
  const filled = whole.filter((line) => line.trim() !== '');
  if (filled.length === 0) return false;
  return filled.slice(0, 5).some((line) => line.startsWith('{') && isJson(line));
}

/** Splits text into lines and yields each as an item. */
async function* itemsOfLines(texts: AsyncIterable<string>): AsyncGenerator<JsonItem> {
  let rest = '';
  let line = 1;
  let tooLong = false;
  for await (const text of texts) {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      if (tooLong) tooLong = false;
      else if (part.trim() !== '') yield parseItem(line, part);
      line += 1;
    }
    if (rest.length > MAX_ITEM_LENGTH) {
      if (!tooLong) yield { line, ok: false, reason: `longer than ${MAX_ITEM_LENGTH} characters` };
      tooLong = true;
      rest = '';
    }
  }
  if (!tooLong && rest.trim() !== '') yield parseItem(line, rest);
}

/**
 * Walks through the characters of arrays and pages, counting brackets outside of strings. An item is what stands
 * directly in the outermost array, or in the `issues` array of an outermost object, or is an outermost object.
 */
function makeItemScanner() {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let line = 1;
  /** Depth at which items stand: 0 outermost, 1 in an array, 2 in a page's `issues`. */
  let itemDepth = 0;
  let item: string[] = [];
  let length = 0;
  let itemLine = 1;
  let collecting = false;
  let key = '';
  let lastKey = '';
  const found: JsonItem[] = [];

  const finish = (text: string) => {
    item.push(text);
    if (length + text.length > MAX_ITEM_LENGTH)
      found.push({ line: itemLine, ok: false, reason: `longer than ${MAX_ITEM_LENGTH} characters` });
    else found.push(parseItem(itemLine, item.join('')));
    collecting = false;
  };
  const drop = () => {
    item = [];
    length = 0;
    collecting = false;
  };
  const begin = () => {
    drop();
    itemLine = line;
    collecting = true;
  };

  function push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const mark = text[at];
      if (mark === '\n') line += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (mark === '\\') escaped = true;
        else if (mark === '"') inString = false;
        if (inString && depth === 1 && key.length < 20) key += mark;
        continue;
      }
      if (mark === '"') {
        inString = true;
        if (depth === 1) key = '';
      } else if (mark === ':' && depth === 1) lastKey = key;
      else if (mark === '{' || mark === '[') {
        if (depth === 0 && mark === '[') itemDepth = 1;
        else if (depth === 1 && itemDepth === 0 && mark === '[' && lastKey === 'issues') {
          itemDepth = 2;
          drop();
        } else if (depth === itemDepth) {
          begin();
          from = at;
        }
        depth += 1;
      } else if (mark === '}' || mark === ']') {
        depth -= 1;
        if (collecting && depth === itemDepth) finish(text.slice(from, at + 1));
        else if (depth < itemDepth) itemDepth = depth === 1 ? -1 : 0;
        if (depth <= 0) {
          depth = 0;
          itemDepth = 0;
        }
      }
    }
    if (collecting) {
      const piece = text.slice(from);
      length += piece.length;
      if (length <= MAX_ITEM_LENGTH) item.push(piece);
    }
  }

  return {
    push,
    take: (): JsonItem[] => found.splice(0),
    end: (): JsonItem[] =>
      depth > 0 || inString
        ? [{ line, ok: false, reason: 'the file ends in the middle of an item or a list; it was cut' }]
        : [],
  };
}

async function* itemsOfScan(texts: AsyncIterable<string>): AsyncGenerator<JsonItem> {
  const scanner = makeItemScanner();
  for await (const text of texts) {
    scanner.push(text);
    yield* scanner.take();
  }
  yield* scanner.end();
}

async function* chain(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Items in the order of the file. A page in one line of JSON Lines counts as its issues. */
export async function* readJsonItems(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<JsonItem> {
  const texts = decode(chunks);
  let head = '';
  let complete = true;
  for (let next = await texts.next(); next.done !== true; next = await texts.next()) {
    head += next.value;
    if (head.length >= PEEK_LENGTH) {
      complete = false;
      break;
    }
  }
  const all = chain(head, texts);
  for await (const item of looksLikeLines(head, complete) ? itemsOfLines(all) : itemsOfScan(all))
    yield* spread(item);
}

function spread(item: JsonItem): JsonItem[] {
  if (!item.ok) return [item];
  const { value, line } = item;
  const list =
    Array.isArray(value) || value === null || typeof value !== 'object' || !('issues' in value)
      ? value
      : value.issues;
  return Array.isArray(list) ? list.map((each: unknown) => ({ line, ok: true, value: each })) : [item];
}
