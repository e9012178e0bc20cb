import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { now } from '../database/time.js';
import { Refusal } from './refusal.js';
import { isGarant, type Viewer, ViewerSource } from './viewer.js';

/** Who may use a route at all; what they may do to one thing there is for the rules of its module. */
export const accessLevels = ['anyone', 'signed-in', 'garant', 'staff', 'admin'] as const;
export type AccessLevel = (typeof accessLevels)[number];

const ACCESS = 'access';
const FRESH = 'fresh';
const FRESH_BACK = 'fresh-back';

/** Minutes for which a proof counts as fresh: longer for sending a page than for opening it, so that no work is lost. */
const freshMinutes = { GET: 15, POST: 45 };

/** Declares who may use a route; a route without it is refused to everybody, and fails a test. */
export function Access(level: AccessLevel): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS, level);
}

/**
 * Declares that one must have proved who one is a short while ago; beside `@Access`.
 * @param back page of ours to come back to after proving it, for what is sent; a page that is opened is opened then.
 */
export function Fresh(back: string | null = null): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(FRESH, true), SetMetadata(FRESH_BACK, back));
}

/** Raised where somebody signed in should prove again who they are; the error filter sends them there. */
export class FreshSignInNeeded extends Error {
  constructor(readonly back: string | null = null) {
    super();
  }
}

/** Whether a signed-in person proved who they are recently enough for a request of that method. */
export function isFresh({ provedAt }: Viewer, method: string): boolean {
  const minutes = method === 'GET' || method === 'HEAD' ? freshMinutes.GET : freshMinutes.POST;
  const age = Date.parse(now()) - Date.parse(provedAt);
  // A proof from the future is none; clocks of several machines may differ a little.
  return age >= -60_000 && age <= minutes * 60_000;
}

/** Raised where a visitor should sign in first; the error filter sends readers to the sign-in page. */
export class SignInNeeded extends Error {}

/** True when this person, or nobody, may use routes of that level. */
export function mayUse(level: AccessLevel, viewer: Viewer | null): boolean {
  if (level === 'anyone') return true;
  if (!viewer) return false;
  if (level === 'signed-in') return true;
  const isStaff = viewer.isStaff || viewer.isAdmin;
  // Staff moderate everywhere; what only the garant of a point may do is for the rules of the desk.
  if (level === 'garant') return isGarant(viewer) || isStaff;
  if (level === 'staff') return isStaff;
  return viewer.isAdmin;
}

/** What a route declares. */
interface Declared {
  level: AccessLevel | undefined;
  fresh: boolean;
  back: string | null;
}

/** Loads the viewer and checks the route's declaration; global, and denies by default. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** By handler: what a route declares never changes, and looking it up costs as much as all else here. */
  private readonly levels = new Map<unknown, Declared>();

  constructor(
    private readonly reflector: Reflector,
    private readonly viewers: ViewerSource,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.viewer = await this.viewers.load(request);
    const { level, fresh, back } = this.declared(context);
    if (level === undefined) throw new Refusal(403);
    if (!mayUse(level, request.viewer)) {
      if (!request.viewer) throw new SignInNeeded();
      throw new Refusal(403);
    }
    if (fresh && request.viewer && !isFresh(request.viewer, request.method))
      throw new FreshSignInNeeded(back);
    return true;
  }

  private declared(context: ExecutionContext): Declared {
    const handler = context.getHandler();
    const known = this.levels.get(handler);
    if (known) return known;
    const targets = [handler, context.getClass()];
    const declared = {
      level: this.reflector.getAllAndOverride<AccessLevel | undefined>(ACCESS, targets),
      fresh: this.reflector.getAllAndOverride<boolean | undefined>(FRESH, targets) === true,
      back: this.reflector.getAllAndOverride<string | null | undefined>(FRESH_BACK, targets) ?? null,
    };
    this.levels.set(handler, declared);
    return declared;
  }
}
