import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../ops/config.js';
import { Refusal } from './refusal.js';
import { Secret } from './secret.js';
import { openUpload, UPLOAD } from './upload.js';

/** Name of the form field with the token. */
export const csrfField = '_csrf';

/** The token of a session, or of all visitors without one: those have no authority another site could borrow. */
export function csrfToken(secret: Secret, request: Pick<FastifyRequest, 'viewer'>): string {
  return secret.sign('csrf', request.viewer?.sessionId ?? 'visitor', 32);
}

/**
 * Refuses a change of state that does not come from a page of ours: the browser's own word on where the request
 * comes from (Sec-Fetch-Site, else Origin), and a token in the form. Global; runs after the access guard.
 * Of a form with files the token is the first part, and no more than that is read here.
 */
@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(
    private readonly secret: Secret,
    private readonly config: Config,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method === 'GET' || request.method === 'HEAD') return true;
    if (!this.isFromOurPage(request)) throw new Refusal(403, 'errors.foreignForm');
    if (request.isMultipart()) return this.checkUpload(context, request);
    const body = request.body as Record<string, unknown> | null | undefined;
    this.checkToken(request, body?.[csrfField]);
    delete body?.[csrfField];
    return true;
  }

  private async checkUpload(context: ExecutionContext, request: FastifyRequest): Promise<boolean> {
    if (!this.reflector.get<boolean | undefined>(UPLOAD, context.getHandler()))
      throw new Refusal(415, 'errors.notAForm');
    const first = await openUpload(request, context.switchToHttp().getResponse<FastifyReply>());
    this.checkToken(request, first?.name === csrfField ? first.value : undefined);
    return true;
  }

  private checkToken(request: FastifyRequest, token: unknown): void {
    const subject = request.viewer?.sessionId ?? 'visitor';
    if (typeof token !== 'string' || !this.secret.verify('csrf', subject, token))
      throw new Refusal(403, 'errors.staleForm');
  }

  private isFromOurPage(request: FastifyRequest): boolean {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined) return site === 'same-origin';
    const { origin, host } = request.headers;
    if (origin === undefined) return true;
    return (
      origin === new URL(this.config.baseUrl).origin ||
      origin === `http://${host}` ||
      origin === `https://${host}`
    );
  }
}
