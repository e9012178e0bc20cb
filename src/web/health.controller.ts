import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readiness } from '../ops/readiness.js';
import { Access } from './access.js';

/** For the machine that watches over this process. */
@Controller('health')
@Access('anyone')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers at all. */
  @Get('live')
  live(@Res() reply: FastifyReply): void {
    reply.header('cache-control', 'no-store').send({ status: 'ok' });
  }

  /** The process can do its work; 503 names what is missing. */
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const missing = await this.readiness.missing();
    await reply
      .status(missing.length === 0 ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: missing.length === 0 ? 'ok' : 'unavailable', missing });
  }
}
