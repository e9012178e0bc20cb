import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal.js';
import { isGarant, type Viewer, ViewerSource } from './viewer.js';

/** Who may use a route at all; what they may do to one thing there is for the rules of its module. */
export const accessLevels = ['anyone', 'signed-in', 'garant', 'staff', 'admin'] as const;
export type AccessLevel = (typeof accessLevels)[number];

const ACCESS = 'access';

/** Declares who may use a route; a route without it is refused to everybody, and fails a test. */
export function Access(level: AccessLevel): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS, level);
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

/** Loads the viewer and checks the route's declaration; global, and denies by default. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** By handler: what a route declares never changes, and looking it up costs as much as all else here. */
  private readonly levels = new Map<unknown, AccessLevel | undefined>();

  constructor(
    private readonly reflector: Reflector,
    private readonly viewers: ViewerSource,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.viewer = await this.viewers.load(request);
    const level = this.levelOf(context);
    if (level === undefined) throw new Refusal(403);
    if (mayUse(level, request.viewer)) return true;
    if (!request.viewer) throw new SignInNeeded();
    throw new Refusal(403);
  }

  private levelOf(context: ExecutionContext): AccessLevel | undefined {
    const handler = context.getHandler();
    if (!this.levels.has(handler)) {
      const declared = [handler, context.getClass()];
      this.levels.set(handler, this.reflector.getAllAndOverride<AccessLevel | undefined>(ACCESS, declared));
    }
    return this.levels.get(handler);
  }
}
