import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { now } from '../database/time.js';
import { Vote } from '../feedback/vote.entity.js';
import { takesFeedback } from '../programme/consultation.js';
import { Point } from '../programme/point.entity.js';
import { PointVersion } from '../programme/point-version.entity.js';
import { Programme } from '../programme/programme.entity.js';
import { Section } from '../programme/section.entity.js';
import { SectionRevision } from '../programme/section-revision.entity.js';
import { Suggestion } from '../suggestions/suggestion.entity.js';
import type { VoiceValue } from '../suggestions/voices.service.js';
import { inProgramme, type KnownPlace, withPlace } from './own-place.js';

export interface OwnSectionVote extends KnownPlace {
  value: 'agree' | 'undecided' | 'disagree';
  changedAt: string;
  /** Whether the text has other words by now. */
  older: boolean;
  /** Whether one can vote there now: the section is in the text and the consultation is open. */
  votable: boolean;
}

interface SectionVoteRow extends Omit<OwnSectionVote, 'older' | 'votable'> {
  older: number;
  present: number;
  opensAt: string | null;
  closesAt: string | null;
  settledAt: string | null;
}

export interface OwnSuggestionVote {
  number: number;
  pointTitle: string;
  value: VoiceValue;
  /** Whether its author has written another wording since. */
  older: boolean;
}

/** Which of the votes. */
export interface VoteChoice {
  /** Only those given on words that the text no longer has. */
  olderOnly: boolean;
  /** Address of a programme; null for all. */
  programme: string | null;
}

/** That `newest` has the words of `wording`, whatever their typography. */
const wordsStand = `EXISTS (
  SELECT 1 FROM version_section place JOIN section_revision present ON present.id = place.revision_id
  WHERE place.version_id = newest.id
    AND COALESCE(present.same_as_id, present.id) = COALESCE(wording.same_as_id, wording.id)
)`;

/** That `newest` has the section at all. */
const sectionStands = `EXISTS (
  SELECT 1 FROM version_section place JOIN section_revision present ON present.id = place.revision_id
  WHERE place.version_id = newest.id AND present.section_id = section.id
)`;

const olderWording = 'vote.wordingNumber < suggestion.wordingNumber';

/** What one person voted, for that person alone; nothing here may be shown to anybody else. */
@Injectable()
export class OwnVotes {
  constructor(private readonly database: Database) {}

  /** Bounded by the number of sections there are. */
  async onSections(accountId: string, { olderOnly, programme }: VoteChoice): Promise<OwnSectionVote[]> {
    const query = this.database.read
      .createQueryBuilder(Vote, 'said')
      .leftJoin(SectionRevision, 'wording', 'wording.id = said.revisionId');
    const rows = await withPlace(query)
      .innerJoin(PointVersion, 'newest', 'newest.pointId = point.id AND newest.number = point.versionNumber')
      .addSelect('said.value', 'value')
      .addSelect('said.changedAt', 'changedAt')
      .addSelect(`CASE WHEN ${wordsStand} THEN 0 ELSE 1 END`, 'older')
      .addSelect(`CASE WHEN ${sectionStands} THEN 1 ELSE 0 END`, 'present')
      .addSelect('programme.opensAt', 'opensAt')
      .addSelect('programme.closesAt', 'closesAt')
      .addSelect('programme.settledAt', 'settledAt')
      .where({ accountId })
      .andWhere(olderOnly ? `NOT ${wordsStand}` : '1 = 1')
      .andWhere(...inProgramme(programme))
      .orderBy('programme.position')
      .addOrderBy('point.position')
      .addOrderBy('point.path')
      .addOrderBy('section.number')
      .limit(1000)
      .getRawMany<SectionVoteRow>();
    const at = now();
    return rows.map((row) => ({
      ...row,
      older: Number(row.older) === 1,
      votable: Number(row.present) === 1 && takesFeedback(row, at),
    }));
  }

  /** The last thousand. */
  async onSuggestions(accountId: string, { olderOnly, programme }: VoteChoice): Promise<OwnSuggestionVote[]> {
    const rows = await this.database.read
      .createQueryBuilder(Vote, 'vote')
      .innerJoin(Suggestion, 'suggestion', 'suggestion.id = vote.suggestionId')
      .innerJoin(Section, 'section', 'section.id = suggestion.sectionId')
      .innerJoin(Point, 'point', 'point.id = section.pointId')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .select('suggestion.number', 'number')
      .addSelect('point.title', 'pointTitle')
      .addSelect('vote.value', 'value')
      .addSelect(`CASE WHEN ${olderWording} THEN 1 ELSE 0 END`, 'older')
      .where({ accountId })
      .andWhere(olderOnly ? olderWording : '1 = 1')
      .andWhere(...inProgramme(programme))
      .orderBy('vote.changedAt', 'DESC')
      .limit(1000)
      .getRawMany<Omit<OwnSuggestionVote, 'older'> & { older: number }>();
    return rows.map((row) => ({ ...row, older: Number(row.older) === 1 }));
  }
}
