import { type Diagnostic, diagnostic } from './diagnostics.js';

/** A file cut into its YAML header and its body. */
export interface FrontMatter {
  /** What stands between the two marks, without them. */
  header: string;
  /** Lines of the body, without line ends. */
  bodyLines: string[];
  /** Number of lines before the body; line i of the body (from 0) is line `bodyOffset + i + 1` of the file. */
  bodyOffset: number;
}

/** Cuts a file at the line `---` that opens its header and the line `---` or `...` that closes it. */
export function splitFrontMatter(text: string): FrontMatter | { error: Diagnostic } {
  const lines = text.split('\n');
  if (!/^---[ \t]*$/.test(lines[0] ?? '')) return { error: diagnostic('E-FM-MISSING', 1) };
  const close = lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line));
  if (close < 0) return { error: diagnostic('E-FM-UNCLOSED', 1) };
  return {
    header: lines.slice(1, close).join('\n'),
    bodyLines: lines.slice(close + 1),
    bodyOffset: close + 1,
  };
}
