import type { FastifyRequest } from 'fastify';
import { translate } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';

/** A decision that came too late, to be shown beside how things stand now. */
export interface Conflict {
  /** Why it was not made, in the reader's language. */
  message: string;
  /** What was typed, so that nobody loses it. */
  typed: string[];
}

const textFields = ['heading', 'body', 'facts', 'statement'];

/** Waits for a decision; null when it was made. @throws whatever it throws but a Refusal 409. */
export async function conflictOf(request: FastifyRequest, decision: Promise<void>): Promise<Conflict | null> {
  try {
    await decision;
    return null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 409) throw error;
    const message = translate(request.locale, error.key ?? 'errors.409.text', error.params);
    return { message, typed: typedTexts(request.body) };
  }
}

/** The texts of a form, to be given back. */
export function typedTexts(body: unknown): string[] {
  const fields = (body ?? {}) as Record<string, unknown>;
  return textFields.flatMap((name) => {
    const text = fields[name];
    return typeof text === 'string' && text.trim() !== '' ? [text] : [];
  });
}
