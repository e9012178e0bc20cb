import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../ops/config.js';
import type { Programme } from '../programme/programme.entity.js';
import type { Locale } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import { Contributions } from './contributions.service.js';
import { contributionsCsv } from './contributions-csv.js';

/** How many exports may run at once: each reads everything. */
const most = 3;

/** Exports for the browser, a few at a time. */
@Injectable()
export class Exports {
  private running = 0;

  constructor(
    private readonly contributions: Contributions,
    private readonly config: Config,
  ) {}

  /** All contributions of a programme as CSV, made while it is read. @throws Refusal 503 when too many are running. */
  contributionsCsv(programme: Programme, locale: Locale): Readable {
    if (this.running >= most) throw new Refusal(503, 'reports.refusal.busy', {}, 10);
    const { baseUrl } = this.config;
    const csv = contributionsCsv(this.contributions.ofProgramme(programme), { locale, baseUrl });
    this.running += 1;
    csv.once('close', () => {
      this.running -= 1;
    });
    return csv;
  }
}
