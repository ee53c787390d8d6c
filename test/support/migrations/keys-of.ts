/** A primary key, unique constraint or index: what it is called in a complaint, its table and its first column. */
export interface Key {
  readonly kind: 'primary key' | 'unique constraint' | 'index';
  readonly table: string;
  readonly firstColumn: string;
}

export interface Keys {
  readonly tables: readonly string[];
  readonly keys: readonly Key[];
}

const createTable = /^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?"?(\w+)"? ?\(/i;
const alterTable = /^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?"?(\w+)"? (.*)$/i;
const createIndex =
  /^CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?(?:\w+ )?ON (?:ONLY )?"?(\w+)"?(?: USING \w+)? ?\(/i;
const addition = /^ADD (?:COLUMN )?(?:IF NOT EXISTS )?/i;

/** Every table that this SQL makes, and every key it makes on a table. */
export function keysOf(sql: string): Keys {
  const tables: string[] = [];
  const keys: Key[] = [];
  for (const statement of statements(sql)) {
    const table = createTable.exec(statement);
    const index = createIndex.exec(statement);
    const alteration = alterTable.exec(statement);
    if (table !== null) {
      tables.push(table[1]!);
      keys.push(...inside(statement, table[0].length).flatMap((part) => constraintsOf(part, table[1]!)));
    } else if (index !== null) {
      keys.push({ kind: 'index', table: index[1]!, firstColumn: column(inside(statement, index[0].length)[0]) });
    } else if (alteration !== null) {
      const additions = inside(`${alteration[2]})`, 0).filter((part) => addition.test(part));
      keys.push(...additions.flatMap((part) => constraintsOf(part.replace(addition, ''), alteration[1]!)));
    } else if (/^CREATE (?:(?!TRIGGER\b)\w+ )*(?:TABLE|INDEX)\b/i.test(statement)) {
      throw new Error(`The migrations lint cannot read: ${statement}`);
    }
  }
  return { tables, keys };
}

/** A line of CREATE TABLE, or an addition of ALTER TABLE. */
function constraintsOf(part: string, table: string): Key[] {
  const constraint = /^(?:CONSTRAINT \w+ )?(PRIMARY KEY|UNIQUE)(?: NULLS (?:NOT )?DISTINCT)? ?\(/i.exec(part);
  if (constraint !== null) {
    return [{ kind: kindOf(constraint[1]!), table, firstColumn: column(inside(part, constraint[0].length)[0]) }];
  }
  if (/^(?:CONSTRAINT|CHECK|FOREIGN KEY|EXCLUDE|LIKE)\b/i.test(part)) {
    return [];
  }
  return [...part.matchAll(/ (PRIMARY KEY|UNIQUE)\b/gi)].map((match) => ({
    kind: kindOf(match[1]!),
    table,
    firstColumn: column(part),
  }));
}

function kindOf(words: string): Key['kind'] {
  return words.toUpperCase() === 'UNIQUE' ? 'unique constraint' : 'primary key';
}

function column(part = ''): string {
  return /^"?(\w+)"?/.exec(part)?.[1] ?? part;
}

/** Each in one line, without comments and with the contents of strings taken out, so that words in them do not count. */
function statements(sql: string): string[] {
  return sql
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .split(';')
    .map((statement) => statement.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** The parts between commas, up to the parenthesis that closes what was opened before `start`. */
function inside(text: string, start: number): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text.slice(start)) {
    if (character === ')' && depth === 0) {
      break;
    }
    depth += Number(character === '(') - Number(character === ')');
    if (character === ',' && depth === 0) {
      parts.push('');
    } else {
      parts.push(parts.pop() + character);
    }
  }
  return parts.map((part) => part.trim());
}
