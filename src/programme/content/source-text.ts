import { type Diagnostic, diagnostic } from './diagnostics.js';

/** A file decoded: as it was stored, and as it is read. Both have the same lines. */
export interface SourceText {
  /** Lossless: encoding it as UTF-8 gives the bytes of the file, byte order mark and line ends included. */
  source: string;
  /** Without byte order mark, with LF line ends, in Unicode form NFC. */
  text: string;
  diagnostics: Diagnostic[];
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes a file strictly as UTF-8; on failure gives the one error that rejects it. */
export function decodeSource(bytes: Uint8Array): SourceText | { error: Diagnostic } {
  const source = decodeStrictly(bytes);
  // A NUL is valid UTF-8, but no text has one and PostgreSQL cannot store it; UTF-16 files are full of them.
  if (source === null || source.includes('\0')) return { error: diagnostic('E-ENC', badLine(bytes)) };
  const lines = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  if (lines.trim() === '') return { error: diagnostic('E-EMPTY', 1) };
  const text = lines.normalize('NFC');
  return { source, text, diagnostics: text === lines ? [] : [diagnostic('I-NFC', 1)] };
}

function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/** The first line that is no UTF-8 text. A line end never lies within a multi-byte character, so lines can be tried. */
function badLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const lineEnd = bytes.indexOf(0x0a, start);
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    const text = decodeStrictly(bytes.subarray(start, end));
    if (text === null || text.includes('\0')) return line;
    start = end + 1;
    line++;
  }
  return 1;
}
