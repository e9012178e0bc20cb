import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Injectable,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger as Pino } from 'pino';
import { isDatabaseGone } from '../database/gone.js';
import { LOG } from '../ops/ops.module.js';
import { FreshSignInNeeded, SignInNeeded } from './access.js';
import { csrfField } from './csrf.js';
import { hasMessage, type MessageParams, translate } from './i18n/messages.js';
import { Refusal } from './refusal.js';
import { localPath, pathOf } from './request.js';
import { ViewerSource } from './viewer.js';
import { Renderer } from './views/renderer.service.js';

/** An error as the page shows it. */
interface Shown {
  status: number;
  key: string | null;
  params?: MessageParams;
  retryAfter?: number;
}

/** Statuses that have a page of their own words; any other is shown as one of these. */
const explained = [400, 403, 404, 409, 413, 422, 429, 500, 503];

/** Turns everything thrown into a page in the site's own look: invalid input, refusals, and bugs. */
@Catch()
@Injectable()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly renderer: Renderer,
    private readonly viewers: ViewerSource,
    @Inject(LOG) private readonly log: Pino,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    await this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also for what Fastify refuses before Nest is asked. */
  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (reply.sent) return;
    if (error instanceof SignInNeeded) return this.sendTo('/prihlaseni', request, reply);
    if (error instanceof FreshSignInNeeded)
      return this.sendTo('/prihlaseni/znovu', request, reply, error.back);
    const shown = describe(error);
    if (shown.status >= 500)
      this.log.error({ err: error, requestId: request.id, status: shown.status }, 'request failed');
    if (request.viewer === undefined) request.viewer = await this.viewers.load(request).catch(() => null);
    if (shown.retryAfter) reply.header('retry-after', String(shown.retryAfter));
    await this.show(shown, request, reply).catch((failure: unknown) =>
      this.lastResort(failure, shown, request, reply),
    );
  }

  /** Leads back afterwards to the page that was asked for; from a form that was sent, to `back`. */
  private sendTo(
    page: string,
    request: FastifyRequest,
    reply: FastifyReply,
    back: string | null = null,
  ): void {
    const path = request.method === 'GET' ? request.url : back;
    const next = path ? `?next=${encodeURIComponent(localPath(request.locale, path))}` : '';
    reply
      .status(303)
      .header('location', `${localPath(request.locale, page)}${next}`)
      .send();
  }

  private async show(shown: Shown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { status } = shown;
    const named = explained.includes(status) ? status : status < 500 ? 400 : 500;
    await this.renderer.page(request, reply, {
      template: 'errors/error',
      title: translate(request.locale, `errors.${named}.title`),
      noindex: true,
      status,
      model: {
        status,
        title: translate(request.locale, `errors.${named}.title`),
        message: translate(request.locale, shown.key ?? `errors.${named}.text`, shown.params),
        typed: typedTexts(request),
        requestId: status >= 500 ? request.id : null,
      },
    });
  }

  private lastResort(failure: unknown, shown: Shown, request: FastifyRequest, reply: FastifyReply): void {
    this.log.error(
      { err: failure, requestId: request.id, path: pathOf(request) },
      'the error page itself failed',
    );
    if (!reply.sent)
      reply
        .status(shown.status)
        .header('content-type', 'text/plain; charset=utf-8')
        .send(`${shown.status}\n`);
  }
}

function describe(error: unknown): Shown {
  if (error instanceof Refusal) {
    const { status, params, retryAfter } = error;
    return { status, params, retryAfter, key: error.key && hasMessage(error.key) ? error.key : null };
  }
  if (isDatabaseGone(error)) return { status: 503, key: null, retryAfter: 10 };
  if (error instanceof HttpException) return { status: error.getStatus(), key: null };
  const status = (error as { statusCode?: unknown }).statusCode;
  return { status: typeof status === 'number' && status >= 400 && status < 500 ? status : 500, key: null };
}

/** What somebody wrote into a refused form, so that nobody loses it; not the form's own ids and choices. */
function typedTexts(request: FastifyRequest): string[] {
  const body = request.body;
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body)
    .filter(([name, value]) => name !== csrfField && typeof value === 'string' && /\s/.test(value.trim()))
    .map(([, value]) => String(value));
}
