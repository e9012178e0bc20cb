import { type PointContent, type ReadContext, readPoint } from '../../../src/programme/content/point.js';

export interface Reading {
  status: string;
  point: PointContent | null;
  /** `CODE:line` of every diagnostic. */
  remarks: string[];
}

/** Reads a file given as text or bytes. */
export function read(
  source: string | Uint8Array,
  context: ReadContext = {},
  path = 'kraj/doprava.md',
): Reading {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const file = readPoint(path, bytes, context);
  return {
    status: file.status,
    point: file.status === 'imported' ? file.point : null,
    remarks: file.diagnostics.map(({ code, line }) => `${code}:${line}`),
  };
}

const header = ['---', 'campaignCategoryUid: kraj', 'uid: doprava', 'order: 1', 'title: Doprava', '---'];

/** Lines before the body of `withBody`. */
export const headerLines = header.length;

/** A faultless header, then this body. */
export function withBody(...lines: string[]): string {
  return [...header, ...lines].join('\n');
}

/** A header with these lines besides the required ones, and a body. */
export function withHeader(...lines: string[]): string {
  return [header.slice(0, 2).join('\n'), ...lines, '---', '## Nadpis', 'Text.'].join('\n');
}
