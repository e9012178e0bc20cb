import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Handlebars from 'handlebars';
import { projectRoot } from '../../ops/paths.js';
import { type Assets } from '../assets.js';
import { helperNames, registerHelpers } from './helpers.js';

/** Values every template sees as `@locale`, `@path`, `@viewer`. */
export interface PageData {
  locale: 'cs' | 'en';
  /** Path without language. */
  path: string;
  viewer: {
    publicName: string;
    leavingAt: string | null;
    isGarant: boolean;
    isStaff: boolean;
    isAdmin: boolean;
  } | null;
}

type Template = (model: object, options: { data: PageData }) => string;

const viewsFolder = join(projectRoot, 'views');
const options: CompileOptions = {
  // Without it an indented partial would indent the lines of a citizen's text inside <textarea>.
  preventIndent: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(helperNames.map((name) => [name, true])),
};

/** The templates of `views/`, compiled once; in development read anew whenever one is asked for. */
export class ViewEngine {
  private environment: typeof Handlebars;
  private templates: Map<string, Template>;

  constructor(
    private readonly assets: Assets,
    private readonly reload: boolean,
  ) {
    this.readAll();
  }

  private readAll(): void {
    this.environment = Handlebars.create();
    registerHelpers(this.environment, this.assets);
    this.templates = new Map();
    for (const file of readdirSync(viewsFolder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.hbs')) continue;
      const name = relative('.', file)
        .split(sep)
        .join('/')
        .replace(/\.hbs$/, '');
      const source = readFileSync(join(viewsFolder, file), 'utf8');
      const plain = name.startsWith('mail/');
      const template = this.environment.compile(source, plain ? { ...options, noEscape: true } : options);
      this.templates.set(name, template as Template);
      this.environment.registerPartial(name, template);
    }
  }

  /** Forgets what was compiled, where templates may have changed meanwhile. */
  refresh(): void {
    if (this.reload) this.readAll();
  }

  /** @throws Error when there is no such template, or when the model lacks a field the template names. */
  render(name: string, model: object, data: PageData): string {
    const template = this.templates.get(name);
    if (!template) throw new Error(`No template views/${name}.hbs`);
    return template(model, { data });
  }
}
