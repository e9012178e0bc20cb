import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** One address of the application, as its controller declares it. */
export interface Route {
  method: string;
  path: string;
  /** Undefined where nobody has said who may use it. */
  access: string | undefined;
  /** Whether one must have proved a short while ago who one is. */
  fresh: boolean;
}

/** Every route of every controller. */
export function routesOf(application: NestFastifyApplication): Route[] {
  const controllers = [...application.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => routesOfController(metatype as ControllerClass));
}

type ControllerClass = { prototype: Record<string, unknown> };

function routesOfController(controller: ControllerClass): Route[] {
  const bases = listOf(Reflect.getMetadata('path', controller));
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = controller.prototype[name];
    if (typeof handler !== 'function' || !Reflect.hasMetadata('method', handler)) return [];
    const method = RequestMethod[Reflect.getMetadata('method', handler) as number] ?? '?';
    const access: string | undefined =
      Reflect.getMetadata('access', handler) ?? Reflect.getMetadata('access', controller);
    const fresh = [handler, controller].some((target) => Reflect.getMetadata('fresh', target) === true);
    const paths = listOf(Reflect.getMetadata('path', handler));
    return bases.flatMap((base) =>
      paths.map((path) => ({ method, path: joined(base, path), access, fresh })),
    );
  });
}

function listOf(path: unknown): string[] {
  return Array.isArray(path) ? path.map(String) : [String(path ?? '/')];
}

function joined(...parts: string[]): string {
  const path = parts.map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '');
  return `/${path.join('/')}`;
}

/** Whether an address is one of the route's; `*` stands for the rest of an address. */
export function matches(route: Route, path: string): boolean {
  const pattern = route.path
    .replace(/[.+]/g, '\\$&')
    .replace(/\*$/, '.+')
    .replace(/:[A-Za-z]+/g, '[^/]+');
  return new RegExp(`^${pattern}/?$`).test(path);
}
