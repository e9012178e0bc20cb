// The yardstick: a bare Fastify server that sends given bytes, and stores one row durably for each POST.

import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [databaseFile, visitorFile, viewerFile] = process.argv.slice(2);
const visitorPage = readFileSync(visitorFile);
const viewerPage = readFileSync(viewerFile);

const database = new Database(databaseFile);
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');
database.exec('CREATE TABLE comment (id INTEGER PRIMARY KEY, section text, body text, created_at text)');
const insert = database.prepare('INSERT INTO comment (section, body, created_at) VALUES (?, ?, ?)');

const fastify = Fastify();
fastify.addContentTypeParser(
  'application/x-www-form-urlencoded',
  { parseAs: 'string' },
  (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body)));
  },
);
const html = (reply) => reply.header('content-type', 'text/html; charset=utf-8');
fastify.get('/visitor', (_request, reply) => html(reply).header('content-encoding', 'br').send(visitorPage));
fastify.get('/viewer', (_request, reply) => html(reply).send(viewerPage));
fastify.post('/comment/:section', (request, reply) => {
  insert.run(request.params.section, request.body.body, new Date().toISOString());
  return reply.status(303).header('location', '/visitor').send();
});
await fastify.listen({ port: 0, host: '127.0.0.1' });
process.send({ port: fastify.server.address().port });
