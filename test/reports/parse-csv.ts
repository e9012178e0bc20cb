/** Reads CSV by RFC 4180 with `;` and CRLF, independently of what writes it. @throws Error for what is none. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, after] = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    row.push(cell);
    if (text[after] === ';') at = after + 1;
    else if (text.startsWith('\r\n', after)) {
      rows.push(row);
      row = [];
      at = after + 2;
    } else throw new Error(`Neither ; nor a line's end at ${after}: ${text.slice(after, after + 20)}`);
  }
  return rows;
}

function quotedCell(text: string, from: number): [string, number] {
  let end = from + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end < 0) throw new Error('A quoted cell does not end');
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  return [text.slice(from + 1, end).replaceAll('""', '"'), end + 1];
}

function plainCell(text: string, from: number): [string, number] {
  const [cell = ''] = /^[^;\r\n"]*/.exec(text.slice(from, from + 10_000)) ?? [];
  return [cell, from + cell.length];
}
