import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type PointInContext, Points, type SectionText } from '../programme/points.service.js';
import { plainText } from '../web/markdown/plain-text.js';
import { type Excerpt, excerpt, fold, hasAll } from './search.rules.js';

/** A section in which something was found. */
export interface SectionHit {
  section: SectionText;
  /** Null when the words stand in the heading only. */
  excerpt: Excerpt | null;
}

/** A point in which something was found: in its title or perex, or in sections, or in both. */
export interface PointHit {
  point: PointInContext;
  sections: SectionHit[];
}

const mostSections = 5;

/** Looks for words in the points of a programme, whatever their case and diacritics. */
@Injectable()
export class ProgrammeSearch {
  /** Wordings never change, so their plain text can be kept. */
  private readonly texts = new LRUCache<string, { plain: string; folded: string }>({
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: ({ plain }) => plain.length * 4 + 100,
  });

  constructor(private readonly points: Points) {}

  /** Points with all the words, in their order, each with at most five sections; two queries. */
  async find(points: readonly PointInContext[], words: readonly string[]): Promise<PointHit[]> {
    const sections = await this.points.sectionsOfProgramme(points.map(({ point }) => point));
    return points.flatMap((point) => {
      const { title, perex, intro } = point.point;
      const found = (sections.get(point.point.id) ?? []).flatMap((section) => this.look(section, words));
      const inHead = hasAll(fold([title, perex, intro].join('\n')), words);
      return inHead || found.length > 0 ? [{ point, sections: found.slice(0, mostSections) }] : [];
    });
  }

  private look(section: SectionText, words: readonly string[]): SectionHit[] {
    const { plain, folded } = this.text(section);
    const whole = `${fold(section.heading ?? '')}\n${folded}`;
    return hasAll(whole, words) ? [{ section, excerpt: excerpt(plain, folded, words) }] : [];
  }

  private text(section: SectionText): { plain: string; folded: string } {
    const known = this.texts.get(section.revisionId);
    if (known) return known;
    const plain = plainText(section.body);
    const text = { plain, folded: fold(plain) };
    this.texts.set(section.revisionId, text);
    return text;
  }
}
