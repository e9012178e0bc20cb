import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Identification } from '../accounts/identification.service.js';
import { Flash } from '../web/flash.js';
import { readForm } from '../web/forms.js';
import { Refusal } from '../web/refusal.js';
import { Renderer } from '../web/views/renderer.service.js';
import type { CommentPayload } from './comment.publisher.js';
import {
  type Answered,
  commentFormPage,
  commentFormTitle,
  type Surroundings,
  type Typed,
} from './comment-form.page.js';
import type { Subject } from './comment-place.js';
import { CommentForm } from './feedback.form.js';
import { mayAnswer } from './feedback.rules.js';
import { wholeNumber } from './section-page.js';
import { Threads } from './threads.service.js';

/** What is being commented on. */
export interface Commented {
  subject: Subject;
  /** Address of its page, without language. */
  path: string;
  /** What stands around the form, for whoever has to see the form on a page of its own. */
  surroundings(): Promise<Surroundings>;
}

/** Takes comments and shows the page to write one, whatever they are about. */
@Injectable()
export class CommentForms {
  constructor(
    private readonly threads: Threads,
    private readonly identification: Identification,
    private readonly renderer: Renderer,
    private readonly flash: Flash,
  ) {}

  /** The page with the form. @param odpoved number of the comment to be answered, as the address has it. */
  async show(
    request: FastifyRequest,
    reply: FastifyReply,
    commented: Commented,
    odpoved: unknown,
  ): Promise<void> {
    const answered = await this.answered(commented.subject, typeof odpoved === 'string' ? odpoved : '');
    await this.render(request, reply, commented, answered?.shown ?? null);
  }

  /** Publishes what was typed, or shows it again with what is wrong with it. */
  async publish(request: FastifyRequest, reply: FastifyReply, commented: Commented): Promise<void> {
    const form = readForm(CommentForm, request.body, request.locale);
    const answered = await this.answered(commented.subject, form.typed.odpoved ?? '');
    if (!form.ok) {
      const { body, revize } = form.typed;
      const typed = { body: body ?? '', revisionId: revize ?? '', errors: form.errors };
      return this.render(request, reply, commented, answered?.shown ?? null, typed);
    }
    // A machine is told what it wants to hear.
    if (form.value.website !== '' && !request.viewer)
      return this.flash.redirect(request, reply, commented.path, 'feedback.comment.published');
    const payload: CommentPayload = {
      ...commented.subject,
      revisionId: form.value.revize,
      answersId: answered?.id ?? null,
      body: form.value.body,
    };
    await this.identification.submit(request, reply, {
      kind: 'comment',
      payload: JSON.stringify(payload),
      flash: 'feedback.comment.published',
    });
  }

  private async answered(subject: Subject, odpoved: string): Promise<{ id: string; shown: Answered } | null> {
    if (odpoved === '') return null;
    const answered = await this.threads.numbered(subject, wholeNumber(odpoved));
    if (!mayAnswer(answered)) throw new Refusal(409, 'feedback.refusal.answersHidden');
    const { id, number, author, body } = answered;
    return { id, shown: { number, name: author.name, body: body ?? '' } };
  }

  private async render(
    request: FastifyRequest,
    reply: FastifyReply,
    commented: Commented,
    answered: Answered | null,
    typed: Typed = { body: '', revisionId: '', errors: {} },
  ): Promise<void> {
    const { locale } = request;
    const surroundings = await commented.surroundings();
    const signedIn = Boolean(request.viewer);
    await this.renderer.page(request, reply, {
      template: 'feedback/comment-form',
      title: commentFormTitle(answered, locale),
      noindex: true,
      status: typed.errors.body ? 422 : 200,
      model: commentFormPage(surroundings, { path: commented.path, answered, typed, locale, signedIn }),
    });
  }
}
