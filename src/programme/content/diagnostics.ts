/** How much a diagnostic weighs: an error rejects its file, a warning and an information never block. */
type Severity = 'error' | 'warning' | 'info';

/** Everything the reader may say about a file; the first letter gives the severity. */
export const diagnosticCodes = [
  'E-ENC',
  'E-EMPTY',
  'E-FM-MISSING',
  'E-FM-UNCLOSED',
  'E-YAML',
  'E-YAML-NOTMAP',
  'E-TITLE',
  'E-LINES',
  'E-SECTIONS',
  'E-SYMLINK',
  'E-FILE',
  'E-SIZE',
  'E-DEPTH',
  'E-PATH',
  'E-PROGRAMME-VALUE',
  'E-PROGRAMME-DUP',
  'E-PROGRAMME-DATE',
  'W-KEY-DUP',
  'W-KEY-UNKNOWN',
  'W-FIELD-LONG',
  'W-UID-MISSING',
  'W-UID-DUP',
  'W-NAME-MISSING',
  'W-ORDER-MISSING',
  'W-ORDER-TYPE',
  'W-ORDER-DUP',
  'W-GARANT-UNKNOWN',
  'W-BODY-EMPTY',
  'W-BOLD-HEADINGS',
  'W-HEADING-DUP',
  'W-HEADING-EMPTY',
  'W-HEADING-LONG',
  'W-HEADING-NOSPACE',
  'W-SECTION-EMPTY',
  'W-HTML-STRIPPED',
  'W-LIQUID',
  'I-NOT-MD',
  'I-PAGE',
  'I-NFC',
  'I-FIELD-TYPE',
  'I-LEVEL',
  'I-NO-SECTIONS',
  'I-LINK-RELATIVE',
] as const;

/** One of these codes. */
export type DiagnosticCode = (typeof diagnosticCodes)[number];

/** One remark about one line of one file. */
export interface Diagnostic {
  code: DiagnosticCode;
  severity: Severity;
  /** Counted from 1 at the top of the file. */
  line: number;
  /** Values for the message `content.diagnostic.<code>` of the locale files. */
  values: Record<string, string | number>;
}

const severities: Record<string, Severity> = { E: 'error', W: 'warning', I: 'info' };

/** A diagnostic whose severity follows from its code. */
export function diagnostic(
  code: DiagnosticCode,
  line: number,
  values: Record<string, string | number> = {},
): Diagnostic {
  return { code, severity: severities[code.charAt(0)] ?? 'error', line, values };
}

/** Diagnostics in the order of their lines; those of one line keep the order in which they were found. */
export function byLine(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line);
}
