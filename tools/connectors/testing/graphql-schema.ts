import { readFileSync } from 'node:fs';

/**
 * Holds a query against a schema in GraphQL's own language, as far as names go: every field, argument and fragment
 * type must exist where it stands. Values and the kinds of variables are not looked at.
 */
export interface GraphqlSchema {
  /** What is wrong; empty when nothing is. */
  faultsOf(query: string): string[];
}

interface Field {
  type: string;
  args: Set<string>;
}

/** Names and signs, without descriptions, comments and texts. */
const tokensOf = (text: string): string[] =>
  text
    .replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, ' ')
    .match(/\.\.\.|[_A-Za-z]\w*|[{}()[\]:!=@|&$]|-?\d+(?:\.\d+)?/g) ?? [];

/** Moves along tokens. */
function makeWalker(tokens: readonly string[]) {
  let place = 0;
  return {
    peek: (): string => tokens[place] ?? '',
    next(): string {
      place += 1;
      return tokens[place - 1] ?? '';
    },
    /** Past a bracket and all that stands in it; the names before a colon at its own depth. */
    names(open: string, close: string): string[] {
      const names: string[] = [];
      for (let depth = 0; place < tokens.length; ) {
        const token = this.next();
        if (token === open) depth += 1;
        else if (token === close) depth -= 1;
        else if (depth === 1 && this.peek() === ':' && tokens[place - 2] !== '$') names.push(token);
        if (depth === 0) return names;
      }
      return names;
    },
  };
}

function readTypes(text: string): Map<string, Map<string, Field>> {
  const types = new Map<string, Map<string, Field>>();
  const walker = makeWalker(tokensOf(text));
  for (let token = walker.next(); token !== ''; token = walker.next()) {
    if (token === 'input' || token === 'enum') {
      while (walker.peek() !== '{') walker.next();
      walker.names('{', '}');
    }
    if (token !== 'type' && token !== 'interface') continue;
    const fields = types.get(walker.peek()) ?? new Map<string, Field>();
    types.set(walker.next(), fields);
    while (walker.next() !== '{');
    while (walker.peek() !== '}') {
      const name = walker.next();
      const args = new Set(walker.peek() === '(' ? walker.names('(', ')') : []);
      walker.next();
      while (walker.peek() === '[') walker.next();
      fields.set(name, { type: walker.next(), args });
      while (walker.peek() === ']' || walker.peek() === '!') walker.next();
      while (walker.peek() === '@') {
        walker.next();
        walker.next();
        if (walker.peek() === '(') walker.names('(', ')');
      }
    }
    walker.next();
  }
  return types;
}

export function readGraphqlSchema(file: string): GraphqlSchema {
  const types = readTypes(readFileSync(file, 'utf8'));
  return {
    faultsOf(query) {
      const faults: string[] = [];
      const walker = makeWalker(tokensOf(query));
      function selections(type: string): void {
        walker.next();
        while (walker.peek() !== '}' && walker.peek() !== '') {
          const name = walker.next();
          if (name === '...') {
            walker.next();
            const fragment = walker.next();
            if (!types.has(fragment)) faults.push(`there is no type ${fragment}`);
            selections(fragment);
            continue;
          }
          const field = types.get(type)?.get(name);
          if (field === undefined) faults.push(`${type} has no field ${name}`);
          const args = walker.peek() === '(' ? walker.names('(', ')') : [];
          for (const each of args)
            if (field !== undefined && !field.args.has(each)) faults.push(`${type}.${name} takes no ${each}`);
          if (walker.peek() === '{') selections(field?.type ?? '');
        }
        walker.next();
      }
      while (walker.peek() !== '{' && walker.peek() !== '') {
        if (walker.peek() === '(') walker.names('(', ')');
        else walker.next();
      }
      selections('Query');
      return faults;
    },
  };
}
