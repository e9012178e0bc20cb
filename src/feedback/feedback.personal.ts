import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ErasureChoice } from '../accounts/my-data/erasure.entity.js';
import { everyRow } from '../accounts/my-data/every-row.js';
import { type Json, PersonalData, type PersonalPart } from '../accounts/my-data/personal-data.js';
import { prepared } from '../database/prepared.js';
import { now } from '../database/time.js';
import { Config } from '../ops/config.js';
import { sectionPath } from '../programme/paths.js';
import { commentPath } from './comment-address.js';
import { type OwnComment, type OwnVote, ownComments, ownVotes, repliesTo } from './personal-rows.js';

/** Comments of citizens; what was said in an office belongs to the decisions it explains. */
const own = `author_id = :accountId AND voice = 'citizen'`;
/** Nobody has answered it and no decision is about it, so that nothing needs its place. */
const unneeded = `NOT EXISTS (SELECT 1 FROM comment answer WHERE answer.parent_id = comment.id)
  AND NOT EXISTS (SELECT 1 FROM decision WHERE decision.comment_id = comment.id)`;

const leaveVotes = statement(
  'UPDATE vote SET account_id = NULL WHERE account_id = :accountId AND suggestion_id IS NULL',
);
const removeVotes = statement('DELETE FROM vote WHERE account_id = :accountId AND suggestion_id IS NULL');
const removeVotesOnWords = statement(
  `DELETE FROM vote WHERE comment_id IN (SELECT id FROM comment WHERE ${own})`,
);
const removeAnswers = statement(`DELETE FROM comment WHERE ${own} AND parent_id IS NOT NULL AND ${unneeded}`);
const removeComments = statement(`DELETE FROM comment WHERE ${own} AND ${unneeded}`);
const forgetKeys = statement('UPDATE comment SET dedupe_key = NULL WHERE author_id = :accountId');
const emptyComments = prepared<{ accountId: string; at: string }, never>(
  () => `
    UPDATE comment SET body = '', dedupe_key = NULL,
      hidden_at = COALESCE(hidden_at, :at), handled_at = COALESCE(handled_at, :at)
    WHERE ${own}`,
);

/** What somebody said about the text, and how they voted on it. */
@Injectable()
export class FeedbackPersonal implements PersonalPart, OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.personalData.register('feedback', this);
  }

  async export(manager: EntityManager, accountId: string): Promise<{ [name: string]: Json }> {
    const comments = await everyRow<OwnComment>(async (after) => ownComments(manager, accountId, after));
    const votes = await everyRow<OwnVote>((after) => ownVotes(manager, accountId, after));
    const replies = await repliesTo(manager, accountId);
    return {
      comments: comments.map((comment) => ({
        point: comment.pointTitle,
        section: comment.sectionNumber,
        suggestion: comment.suggestionNumber,
        voice: comment.voice,
        text: comment.body,
        at: comment.createdAt,
        hiddenAt: comment.hiddenAt,
        handledAt: comment.handledAt,
        link: this.linkTo(comment),
        answers: (replies.get(comment.id) ?? []).map(({ by, text, at }) => ({ by, text, at })),
      })),
      sectionVotes: votes.map((vote) => ({
        point: vote.pointTitle,
        section: vote.sectionNumber,
        value: vote.value,
        wording: vote.wording,
        wordingNumber: vote.wordingNumber,
        createdAt: vote.createdAt,
        at: vote.changedAt,
        link: this.config.baseUrl + sectionPath(vote.programmeUid, vote.pointSlug, vote.sectionNumber),
      })),
    };
  }

  async erase(manager: EntityManager, accountId: string, choice: ErasureChoice): Promise<void> {
    if (choice === 'keep') {
      await leaveVotes(manager, { accountId });
      await forgetKeys(manager, { accountId });
      return;
    }
    await removeVotes(manager, { accountId });
    await removeVotesOnWords(manager, { accountId });
    // Answers first: a comment that only its own author answered is needed by nobody.
    await removeAnswers(manager, { accountId });
    await removeComments(manager, { accountId });
    await emptyComments(manager, { accountId, at: now() });
  }

  private linkTo(comment: OwnComment): string {
    const page =
      comment.suggestionNumber === null
        ? sectionPath(comment.programmeUid, comment.pointSlug, comment.sectionNumber)
        : `/navrhy/${comment.suggestionNumber}`;
    return this.config.baseUrl + commentPath(page, comment.rootNumber ?? comment.number, comment.number);
  }
}

function statement(sql: string) {
  return prepared<{ accountId: string }, never>(() => sql);
}
