import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wholeNumber } from '../feedback/section-page.js';
import { Addresses } from '../programme/addresses.service.js';
import type { SectionText } from '../programme/points.service.js';
import { found } from '../web/refusal.js';
import { localPath } from '../web/request.js';
import { type PointState, PointStates } from './point-state.service.js';
import { Sections } from './sections.service.js';

/** The parts of an address that name a point. */
export interface PointParams {
  programme: string;
  point: string;
}

/** The parts of an address that name a section. */
export interface SectionParams extends PointParams {
  number: string;
}

/** A section with the point it belongs to. */
export interface SectionState {
  state: PointState;
  section: SectionText;
  /** Whether the text still has it. */
  live: boolean;
}

/** What an address names; whoever comes by an address of old is sent to the present one. */
@Injectable()
export class Places {
  constructor(
    private readonly states: PointStates,
    private readonly sections: Sections,
    private readonly addresses: Addresses,
  ) {}

  /**
   * The point an address names; null when its reader was sent elsewhere.
   * @throws Refusal 404.
   */
  async point(
    { programme, point }: PointParams,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PointState | null> {
    const state = await this.states.find(programme, point);
    if (state) return state;
    const isNonsense = `${programme}${point}`.includes('\0');
    redirect(request, reply, found(isNonsense ? null : await this.addresses.ofPoint(programme, point)), 4);
    return null;
  }

  /**
   * The section an address names, also one that the text no longer has; null when its reader was sent elsewhere.
   * @throws Refusal 404.
   */
  async section(
    params: SectionParams,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<SectionState | null> {
    const number = wholeNumber(params.number);
    const state = await this.point(params, request, reply);
    const place = state && (await this.sectionOf(state, number));
    if (!state || place) return place;
    redirect(request, reply, found(await this.addresses.ofSection(state.point.id, number)), 6);
    return null;
  }

  /** The state of a point that was found, as it is by now. @throws Refusal 404. */
  async pointNow({ programme, point }: PointParams): Promise<PointState> {
    return found(await this.states.find(programme, point));
  }

  /** The state of a section that was found, as it is by now. @throws Refusal 404. */
  async sectionNow(params: SectionParams): Promise<SectionState> {
    const state = await this.pointNow(params);
    return found(await this.sectionOf(state, wholeNumber(params.number)));
  }

  private async sectionOf(state: PointState, number: number): Promise<SectionState | null> {
    const present = state.sections.find((section) => section.number === number);
    if (present) return { state, section: present, live: true };
    const section = await this.sections.archived(state.point.id, number);
    if (!section) return null;
    return { state: await this.states.withArchived(state, section.sectionId), section, live: false };
  }
}

/** Sends the reader on, with all that stood behind the part of the address that has changed. */
function redirect(request: FastifyRequest, reply: FastifyReply, path: string, parts: number): void {
  const [address = '', query] = request.url.split('?', 2);
  const rest = address.split('/').slice(parts);
  const target = [path, ...rest].join('/') + (query === undefined ? '' : `?${query}`);
  // What has moved may move back one day, so nobody should remember this unasked.
  reply
    .status(308)
    .header('location', localPath(request.locale, target))
    .header('cache-control', 'no-cache')
    .send();
}
