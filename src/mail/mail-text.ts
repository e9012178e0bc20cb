/** Longest line of a mail, in characters, as RFC 3676 advises; mail programs of all ages show it without breaking it. */
const lineLength = 72;

/** Somebody's words within a mail, marked as quoted the way mail programs do. */
export function quoteInMail(text: string): string {
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
    .join('\n');
}

/**
 * The plain text of a mail in lines of at most 72 characters. Words longer than that, addresses among them, stay whole;
 * quoted lines stay quoted.
 */
export function wrapMail(text: string): string {
  return text.split('\n').map(wrapLine).join('\n');
}

function wrapLine(line: string): string {
  if (line.length <= lineLength) return line;
  const [quote = ''] = /^(?:> ?)*/.exec(line) ?? [];
  const lines: string[] = [];
  let current = quote;
  for (const word of line.slice(quote.length).split(' ')) {
    const isFirst = current === quote;
    if (!isFirst && `${current} ${word}`.length > lineLength) {
      lines.push(current);
      current = quote + word;
    } else current += isFirst ? word : ` ${word}`;
  }
  return [...lines, current].join('\n');
}
