import type { Multipart } from '@fastify/multipart';
import { SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from './refusal.js';

/** One file as a browser sent it; the name has no folders. */
export interface UploadedFile {
  name: string;
  bytes: Buffer;
}

/** A form with files, read to its end. */
export interface UploadForm {
  fields: Record<string, string>;
  files: UploadedFile[];
}

/** All files of one upload together, in bytes. */
export const maxUploadBytes = 20 * 1024 * 1024;
/** Files in one upload. */
export const maxUploadFiles = 200;
const limits = {
  fieldNameSize: 100,
  fieldSize: 1000,
  fields: 10,
  fileSize: maxUploadBytes,
  files: maxUploadFiles,
  parts: maxUploadFiles + 10,
  headerPairs: 20,
};

/** Name under which a route declares that it takes files. */
export const UPLOAD = 'upload';

/** Declares that a route takes `multipart/form-data`; on any other such a body is refused. */
export function Upload(): MethodDecorator {
  return SetMetadata(UPLOAD, true);
}

const opened = new WeakMap<FastifyRequest, AsyncIterator<Multipart>>();

/**
 * Reads the first part of a form with files and no more, so that its token can be looked at before anything is kept.
 * What nobody reads in the end is thrown away as it arrives.
 *
 * @returns the first part's name and text; null when it is no plain field.
 * @throws Refusal 413 when the upload says itself that it is too large.
 */
export async function openUpload(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ name: string; value: string } | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxUploadBytes + 256 * 1024) {
    reply.header('connection', 'close');
    throw tooLarge();
  }
  reply.raw.once('finish', () => {
    request.raw.unpipe();
    request.raw.resume();
  });
  const parts = request.parts({ limits })[Symbol.asyncIterator]();
  opened.set(request, parts);
  const first = await nextPart(parts);
  if (first?.type !== 'field' || typeof first.value !== 'string') return null;
  return { name: first.fieldname, value: first.value };
}

/**
 * The rest of an upload that the guard has opened. At most 20 MiB and 200 files, kept in memory.
 *
 * @throws Refusal 400 when it is no upload or is broken, 413 when it is too large.
 */
export async function readUpload(request: FastifyRequest): Promise<UploadForm> {
  const parts = opened.get(request);
  if (!parts) throw new Refusal(400, 'errors.notAForm');
  const form: UploadForm = { fields: {}, files: [] };
  let left = maxUploadBytes;
  for (let part = await nextPart(parts); part; part = await nextPart(parts)) {
    if (part.type === 'field') keepField(form, part);
    else {
      const bytes = await bytesOf(part.file, left);
      left -= bytes.length;
      // A form without a chosen file sends an empty one without a name.
      if (part.filename || bytes.length > 0) form.files.push({ name: part.filename ?? '', bytes });
    }
  }
  return form;
}

function keepField(form: UploadForm, part: Extract<Multipart, { type: 'field' }>): void {
  const isOdd = part.fieldnameTruncated || part.valueTruncated || typeof part.value !== 'string';
  if (isOdd || part.fieldname in form.fields) throw new Refusal(400, 'errors.unexpectedField');
  form.fields[part.fieldname] = String(part.value);
}

async function bytesOf(stream: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      length += chunk.length;
      if (length > limit) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    throw asRefusal(error);
  }
  return Buffer.concat(chunks);
}

async function nextPart(parts: AsyncIterator<Multipart>): Promise<Multipart | null> {
  try {
    const { value, done } = await parts.next();
    return done ? null : value;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Whatever the reading trips over is the sender's: too much of something, or a body that is no such form. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return (error as { statusCode?: unknown }).statusCode === 413
    ? tooLarge()
    : new Refusal(400, 'errors.notAForm');
}

function tooLarge(): Refusal {
  return new Refusal(413, 'errors.uploadTooLarge', {
    megabytes: maxUploadBytes / 1024 / 1024,
    files: maxUploadFiles,
  });
}
