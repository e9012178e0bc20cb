import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import { Access } from './access.js';
import { type Asset, Assets } from './assets.js';
import { found } from './refusal.js';

/** Serves `public/` under addresses that never change their content. */
@Controller()
@Access('anyone')
export class AssetsController {
  constructor(
    @Inject(Assets) private readonly assets: Assets,
    private readonly config: Config,
  ) {}

  @Get('assets/:version/*')
  file(
    @Param('version') version: string,
    @Param('*') path: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    if (!this.config.production && version !== this.assets.version) this.assets.refresh();
    const lasting = version === this.assets.version;
    this.send(found(this.assets.find(`/${path}`)), lasting, request, reply);
  }

  @Get('favicon.ico')
  favicon(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.send(found(this.assets.find('/favicon.svg')), false, request, reply);
  }

  @Get('robots.txt')
  robots(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.send(found(this.assets.find('/robots.txt')), false, request, reply);
  }

  private send(asset: Asset, lasting: boolean, request: FastifyRequest, reply: FastifyReply): void {
    const accepts = request.headers['accept-encoding'] ?? '';
    reply
      .header('content-type', asset.type)
      .header('vary', 'accept-encoding')
      .header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
    if (asset.brotli && accepts.includes('br')) reply.header('content-encoding', 'br').send(asset.brotli);
    else if (asset.gzip && accepts.includes('gzip'))
      reply.header('content-encoding', 'gzip').send(asset.gzip);
    else reply.send(asset.plain);
  }
}
