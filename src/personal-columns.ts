/**
 * What is stored about people, column by column: where its owner reads it in the export, and what becomes of it when
 * they are erased. Everything stored stands here or on the list of what is about nobody; `test/conventions/personal.spec.ts`
 * asks for a decision about every new table and column, and `test/accounts/my-data/erased.spec.ts` holds the export and
 * the erasure against what is said here. Pure.
 */

/** What is left in a row that stays; `changes` where leaving is written into it. */
type Left = 'stays' | 'emptied' | 'changes';

/** What becomes of something if the words are to stay without a name, and if they are to go as well. */
interface ByChoice<What> {
  keep: What;
  remove: What;
}

/** A value that is about its owner. */
export interface PersonalColumn {
  /** Where the export has it, `list.name`; one of several places. Absent where it is not given out, see `because`. */
  told?: string[];
  /** Why it is not told, or why it stays. */
  because?: string;
  /** In a row that stays. By default it stays as it is. */
  left: ByChoice<Left>;
  /** Stays nevertheless in rows with this value. */
  unless?: { column: string; is: string };
}

/** The rows of a table that belong to somebody. */
export interface PersonalTable {
  /** Condition on `row` with `:accountId`, or `:emails` for the addresses that are or were theirs. */
  whose: string;
  /** `some` where others need the place. */
  rows: ByChoice<'go' | 'stay' | 'some'>;
  columns: Record<string, PersonalColumn | 'plain'>;
}

const asItIs: ByChoice<Left> = { keep: 'stays', remove: 'stays' };
const goes: ByChoice<'go'> = { keep: 'go', remove: 'go' };
const stays: ByChoice<'stay'> = { keep: 'stay', remove: 'stay' };

function told(...places: string[]): PersonalColumn {
  return { told: places, left: asItIs };
}

/** Never given out: whoever has it, or its secret, is let in. */
const secret: PersonalColumn = { because: 'lets its holder in', left: asItIs };
/** Whose it is. The export is theirs as a whole. */
const owner: PersonalColumn = { because: 'is the number of the account', left: asItIs };

function untold(because: string): PersonalColumn {
  return { because, left: asItIs };
}

function emptied(column: PersonalColumn, left: Partial<ByChoice<Left>> = {}): PersonalColumn {
  return { ...column, left: { keep: 'emptied', remove: 'emptied', ...left } };
}

/** The words themselves. */
function words(place: string, unless?: PersonalColumn['unless']): PersonalColumn {
  return { told: [place], left: { keep: 'stays', remove: 'emptied' }, unless };
}

/** Says that something ended, and leaving ends it. */
function ending(place: string): PersonalColumn {
  return { told: [place], left: { keep: 'changes', remove: 'changes' } };
}

/** Set where leaving withdraws or hides, which it does only with the words. */
function withWords(place: string): PersonalColumn {
  return { told: [place], left: { keep: 'stays', remove: 'changes' } };
}

/** About people. `plain` columns say nothing about anybody by themselves: numbers of things, terms, counters, states of work. */
export const personal: Record<string, PersonalTable> = {
  Account: {
    whose: 'row.id = :accountId',
    rows: stays,
    columns: {
      id: told('account.id'),
      email: emptied(told('account.email')),
      publicName: emptied(told('account.publicName')),
      nameSkeleton: emptied(untold('follows from the name')),
      locale: { told: ['account.locale'], left: { keep: 'changes', remove: 'changes' } },
      createdAt: told('account.createdAt'),
      bannedAt: untold('whoever was shut out knows; their export is made by an operator'),
      erasedAt: 'plain',
    },
  },
  Session: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      id: 'plain',
      tokenHash: secret,
      accountId: owner,
      createdAt: told('sessions.createdAt'),
      lastUsedAt: told('sessions.lastUsedAt'),
      expiresAt: told('sessions.expiresAt'),
      userAgent: told('sessions.device'),
      method: told('sessions.method'),
      provider: told('sessions.provider'),
    },
  },
  Passkey: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      id: 'plain',
      accountId: owner,
      credentialId: untold('the public half of a key, of use to nobody'),
      publicKey: untold('the public half of a key, of use to nobody'),
      counter: 'plain',
      transports: 'plain',
      backedUp: 'plain',
      name: told('passkeys.name'),
      createdAt: told('passkeys.createdAt'),
      lastUsedAt: told('passkeys.lastUsedAt'),
    },
  },
  Identity: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      id: 'plain',
      accountId: owner,
      issuer: told('providers.issuer'),
      subject: told('providers.subject'),
      provider: told('providers.provider'),
      createdAt: told('providers.createdAt'),
      lastUsedAt: told('providers.lastUsedAt'),
    },
  },
  EmailChange: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      id: 'plain',
      accountId: owner,
      oldEmail: told('emailChanges.oldEmail'),
      newEmail: told('emailChanges.newEmail'),
      confirmHash: secret,
      revertHash: secret,
      requestedAt: told('emailChanges.requestedAt'),
      expiresAt: 'plain',
      confirmedAt: told('emailChanges.confirmedAt'),
      revertibleUntil: 'plain',
      revertedAt: told('emailChanges.revertedAt'),
    },
  },
  EmailLink: {
    whose: 'row.email IN (:...emails)',
    rows: goes,
    columns: {
      id: 'plain',
      tokenHash: secret,
      email: told('signInLinks.email'),
      codeHash: secret,
      tries: 'plain',
      browserHash: secret,
      fromProvenDevice: 'plain',
      userAgent: told('signInLinks.device'),
      next: told('signInLinks.page'),
      createdAt: told('signInLinks.createdAt'),
      expiresAt: 'plain',
      usedAt: told('signInLinks.usedAt'),
    },
  },
  Ceremony: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      id: 'plain',
      browserHash: secret,
      kind: 'plain',
      accountId: owner,
      data: secret,
      createdAt: 'plain',
      expiresAt: 'plain',
    },
  },
  FormerName: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      accountId: owner,
      number: 'plain',
      publicName: told('formerNames.publicName'),
      replacedAt: told('formerNames.replacedAt'),
    },
  },
  DeclinedPerson: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      accountId: owner,
      personUid: told('declinedPeople.person'),
      declinedAt: told('declinedPeople.declinedAt'),
    },
  },
  Consent: {
    // The proof that there was one.
    whose: 'row.accountId = :accountId',
    rows: stays,
    columns: {
      id: 'plain',
      accountId: owner,
      kind: told('consents.kind'),
      version: told('consents.version'),
      givenAt: told('consents.givenAt'),
      withdrawnAt: ending('consents.withdrawnAt'),
    },
  },
  RoleGrant: {
    // Who could act in an office and when belongs to what was decided in it.
    whose: 'row.accountId = :accountId',
    rows: stays,
    columns: {
      id: 'plain',
      accountId: owner,
      role: told('roles.role'),
      personUid: told('roles.person'),
      pointId: told('roles.pointId'),
      validFrom: told('roles.validFrom'),
      validUntil: told('roles.validUntil'),
      source: told('roles.source'),
      provider: told('roles.provider'),
      grantedById: untold('somebody else'),
      grantedAt: told('roles.grantedAt'),
      revokedAt: ending('roles.revokedAt'),
      revokedById: 'plain',
    },
  },
  Invitation: {
    whose: 'row.acceptedById = :accountId OR row.email IN (:...emails)',
    rows: goes,
    columns: {
      id: 'plain',
      email: told('invitations.email'),
      role: told('invitations.role'),
      personUid: told('invitations.person'),
      pointId: told('invitations.pointId'),
      validFrom: told('invitations.validFrom'),
      validUntil: told('invitations.validUntil'),
      invitedById: untold('somebody else'),
      createdAt: told('invitations.createdAt'),
      expiresAt: told('invitations.expiresAt'),
      acceptedAt: told('invitations.acceptedAt'),
      acceptedById: owner,
      withdrawnAt: told('invitations.withdrawnAt'),
    },
  },
  PendingContribution: {
    whose: 'row.email IN (:...emails)',
    rows: goes,
    columns: {
      id: 'plain',
      email: told('pendingContributions.email'),
      publicName: told('pendingContributions.publicName'),
      kind: told('pendingContributions.kind'),
      payload: told('pendingContributions.content'),
      dedupeKey: 'plain',
      consentVersion: told('pendingContributions.consentVersion'),
      termsVersion: told('pendingContributions.termsVersion'),
      browserHash: secret,
      locale: 'plain',
      createdAt: told('pendingContributions.createdAt'),
      expiresAt: told('pendingContributions.expiresAt'),
    },
  },
  DataExport: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      id: 'plain',
      accountId: owner,
      state: 'plain',
      requestedAt: 'plain',
      claimedUntil: 'plain',
      finishedAt: 'plain',
      expiresAt: 'plain',
      content: untold('is the export itself'),
    },
  },
  Erasure: {
    // The proof that it was done.
    whose: 'row.accountId = :accountId',
    rows: stays,
    columns: {
      id: 'plain',
      accountId: owner,
      choice: told('erasures.choice'),
      requestedAt: told('erasures.requestedAt'),
      dueAt: ending('erasures.dueAt'),
      cancelledAt: told('erasures.cancelledAt'),
      doneAt: 'plain',
    },
  },
  OutboxMail: {
    whose: 'row.recipient IN (:...emails)',
    rows: goes,
    columns: {
      id: 'plain',
      recipient: told('mails.to'),
      subject: told('mails.subject'),
      body: { ...told('mails.text'), because: 'not where it holds links that let in: mail of `accounts`' },
      locale: 'plain',
      kind: 'plain',
      createdAt: told('mails.createdAt'),
      notBefore: 'plain',
      attempts: 'plain',
      lastError: 'plain',
      claimedUntil: 'plain',
      sentAt: told('mails.sentAt'),
      cancelledAt: told('mails.cancelledAt'),
      subjectId: 'plain',
    },
  },
  Activity: {
    // Cannot be changed, and holds ids only: nobody can tell any more whose number it is.
    whose: 'row.actorId = :accountId',
    rows: stays,
    columns: {
      number: told('activity.number'),
      at: told('activity.at'),
      actorId: owner,
      verb: told('activity.verb'),
      subjectType: told('activity.subjectType'),
      subjectId: told('activity.subjectId'),
      programmeId: 'plain',
      pointId: 'plain',
      data: untold('ids and figures of the thing, which is told where it stands'),
      previousHash: 'plain',
      hash: 'plain',
    },
  },
  Comment: {
    whose: `row.authorId = :accountId AND row.voice = 'citizen'`,
    rows: { keep: 'stay', remove: 'some' },
    columns: {
      id: 'plain',
      sectionId: 'plain',
      suggestionId: 'plain',
      number: 'plain',
      revisionId: 'plain',
      parentId: 'plain',
      authorId: owner,
      voice: told('comments.voice'),
      body: words('comments.text'),
      createdAt: told('comments.at'),
      dedupeKey: emptied(untold('follows from the words')),
      handledAt: withWords('comments.handledAt'),
      handledById: 'plain',
      hiddenAt: withWords('comments.hiddenAt'),
    },
  },
  Vote: {
    whose: 'row.accountId = :accountId',
    rows: { keep: 'stay', remove: 'go' },
    columns: {
      id: 'plain',
      accountId: emptied(owner),
      sectionId: 'plain',
      suggestionId: 'plain',
      commentId: 'plain',
      revisionId: 'plain',
      wordingNumber: told('sectionVotes.wordingNumber', 'suggestionVotes.wordingNumber'),
      value: told('sectionVotes.value', 'suggestionVotes.value'),
      createdAt: told('sectionVotes.createdAt', 'suggestionVotes.createdAt'),
      changedAt: told('sectionVotes.at', 'suggestionVotes.at'),
    },
  },
  Suggestion: {
    whose: 'row.authorId = :accountId',
    rows: stays,
    columns: {
      id: 'plain',
      number: told('suggestions.number'),
      sectionId: 'plain',
      baseRevisionId: 'plain',
      kind: told('suggestions.kind'),
      // What was accepted as it was is the programme's text by now.
      heading: words('suggestions.heading', { column: 'state', is: 'accepted' }),
      body: words('suggestions.text', { column: 'state', is: 'accepted' }),
      reason: words('suggestions.reason'),
      authorId: owner,
      creditAgreedAt: emptied(told('suggestions.creditAgreedAt')),
      state: withWords('suggestions.state'),
      standing: 'plain',
      wordingNumber: 'plain',
      supports: 'plain',
      opposes: 'plain',
      createdAt: told('suggestions.at'),
      dedupeKey: { ...untold('follows from the words'), left: { keep: 'stays', remove: 'emptied' } },
      statement: { ...told('suggestions.statement'), because: 'the words of whoever decided' },
      decidedById: 'plain',
      decidedAt: withWords('suggestions.decidedAt'),
      versionId: 'plain',
      resultRevisionId: 'plain',
      overtakenById: 'plain',
      stance: told('suggestions.stance'),
    },
  },
  FormerProposal: {
    whose: 'row.suggestionId IN (SELECT id FROM suggestion WHERE author_id = :accountId)',
    rows: { keep: 'stay', remove: 'go' },
    columns: {
      suggestionId: 'plain',
      number: 'plain',
      wordingNumber: 'plain',
      baseRevisionId: 'plain',
      heading: told('suggestions.formerWords.heading'),
      body: told('suggestions.formerWords.text'),
      reason: told('suggestions.formerWords.reason'),
      replacedAt: told('suggestions.formerWords.replacedAt'),
    },
  },
  SuggestionEvent: {
    whose: `row.actorId = :accountId
      AND row.suggestionId IN (SELECT id FROM suggestion WHERE author_id = :accountId)`,
    rows: stays,
    columns: {
      id: 'plain',
      suggestionId: 'plain',
      number: 'plain',
      kind: told('suggestions.history.what'),
      actorId: owner,
      at: told('suggestions.history.at'),
      statement: words('suggestions.history.statement'),
      versionId: 'plain',
    },
  },
  Decision: {
    // The law wants restrictions to be answered for.
    whose: `row.decidedById = :accountId OR row.commentId IN (SELECT id FROM comment WHERE author_id = :accountId)
      OR row.suggestionId IN (SELECT id FROM suggestion WHERE author_id = :accountId)`,
    rows: stays,
    columns: {
      id: 'plain',
      number: told('decisionsAboutMe.number', 'decisionsMade.number'),
      kind: told('decisionsAboutMe.kind', 'decisionsMade.kind'),
      commentId: 'plain',
      suggestionId: 'plain',
      pointId: 'plain',
      decidedById: 'plain',
      decidedAt: told('decisionsAboutMe.at', 'decisionsMade.at'),
      ground: told('decisionsAboutMe.ground', 'decisionsMade.ground'),
      facts: told('decisionsAboutMe.facts', 'decisionsMade.facts'),
      onNotice: told('decisionsAboutMe.onNotice', 'decisionsMade.onNotice'),
      automated: told('decisionsAboutMe.automated', 'decisionsMade.automated'),
    },
  },
  Reading: {
    whose: 'row.accountId = :accountId',
    rows: goes,
    columns: {
      accountId: owner,
      pointId: 'plain',
      versionBefore: 'plain',
      versionSeen: told('readings.version'),
      seenAt: told('readings.at'),
    },
  },
  PointVersion: {
    // Made in an office, or out of a suggestion that became the text.
    whose: 'row.actorId = :accountId',
    rows: stays,
    columns: {
      id: 'plain',
      pointId: 'plain',
      number: told('versions.version'),
      cause: told('versions.cause'),
      actorId: owner,
      authorId: untold('whose suggestion it was; that is told with the suggestion'),
      importId: 'plain',
      fields: 'plain',
      note: told('versions.note'),
      createdAt: told('versions.at'),
    },
  },
  ContentImport: {
    whose: 'row.actorId = :accountId',
    rows: stays,
    columns: {
      id: 'plain',
      number: told('imports.number'),
      state: told('imports.state'),
      origin: 'plain',
      originName: told('imports.from'),
      scope: 'plain',
      actorId: owner,
      createdAt: told('imports.at'),
      turn: 'plain',
      beatAt: 'plain',
      finishedAt: 'plain',
      done: 'plain',
      total: 'plain',
      corrections: 'plain',
      failure: 'plain',
    },
  },
};

/** About nobody who has an account: why, and all their columns, so that another one is thought about as well. */
export const aboutNobody: Record<string, { because: string; columns: string[] }> = {
  FormerPointAddress: { because: 'addresses of points', columns: ['pointId', 'programmeId', 'slug'] },
  FormerSectionNumber: { because: 'numbers of sections', columns: ['number', 'pointId', 'sectionId'] },
  ImportFile: {
    because: 'files of the programme, while they are imported',
    columns: ['diagnostics', 'importId', 'outcome', 'path', 'pointId', 'position', 'source', 'summary'],
  },
  Person: {
    because:
      'people of the content files, whose owners look after them: an import brings back what the files say',
    columns: ['email', 'id', 'img', 'name', 'uid'],
  },
  Point: {
    because: 'the text of the programme',
    columns: [
      ...['approved', 'archivedAt', 'createdAt', 'id', 'img', 'intro', 'motto', 'nextSectionNumber', 'path'],
      ...['perex', 'position', 'programmeId', 'redmine', 'shortTitle', 'slug', 'source', 'sourceSections'],
      ...['title', 'uid', 'versionNumber'],
    ],
  },
  PointGarant: { because: 'names of the content files', columns: ['personUid', 'pointId', 'position'] },
  Programme: {
    because: 'the programme itself; the contact is a public address',
    columns: [
      ...['closesAt', 'contact', 'groupTitle', 'groupUid', 'id', 'lead', 'opensAt', 'position', 'settledAt'],
      ...['title', 'uid', 'votesShown'],
    ],
  },
  RateCount: {
    because: 'keyed hashes that nobody can turn back, for a day',
    columns: ['count', 'expiresAt', 'key'],
  },
  Section: {
    because: 'the text of the programme',
    columns: ['archivedAt', 'createdAt', 'id', 'mergedIntoId', 'number', 'pointId', 'splitFromId'],
  },
  SectionRevision: {
    because: 'the text of the programme',
    columns: ['body', 'createdAt', 'heading', 'id', 'kind', 'number', 'sameAsId', 'sectionId', 'slug'],
  },
  VersionSection: {
    because: 'the text of the programme',
    columns: ['position', 'revisionId', 'versionId'],
  },
};
