import { Inject, Injectable } from '@nestjs/common';
import { Assets } from '../web/assets.js';

/** Finds the pictures that content files name among our own; no page loads one from elsewhere. */
@Injectable()
export class Pictures {
  constructor(@Inject(Assets) private readonly assets: Assets) {}

  /** Address of a picture given by its name or by a path that ends in it; null when there is none of ours. */
  find(name: string | null): string | null {
    if (!name) return null;
    const paths = [`/img/${name.replace(/^\/+/, '')}`, `/img/${name.slice(name.lastIndexOf('/') + 1)}`];
    const path = paths.find((candidate) => this.assets.has(candidate));
    return path ? this.assets.address(path) : null;
  }
}
