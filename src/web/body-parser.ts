import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { Refusal } from './refusal.js';

const bodyLimit = 64 * 1024;
const fieldLimit = 60;

/**
 * Reads HTML forms: at most 64 KiB and 60 fields, since checking tens of thousands of keys keeps a
 * process busy for seconds. A repeated field becomes a list, which forms refuse. Forms with files are only let through
 * here, unread: the guards decide first, see `upload.ts`.
 */
export async function acceptForms(fastify: FastifyInstance): Promise<void> {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit },
    (_request, body, done) => {
      const text = String(body);
      if (text.split('&', fieldLimit + 1).length > fieldLimit) return done(new Refusal(413));
      done(null, fieldsOf(new URLSearchParams(text)));
    },
  );
  await fastify.register(multipart);
}

function fieldsOf(params: URLSearchParams): Record<string, string | string[]> {
  const fields = Object.create(null) as Record<string, string | string[]>;
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    fields[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return fields;
}
