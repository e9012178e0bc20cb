import { Account } from './accounts/account.entity.js';
import { Ceremony } from './accounts/ceremony.entity.js';
import { Consent } from './accounts/consent.entity.js';
import { EmailChange } from './accounts/email-change.entity.js';
import { EmailLink } from './accounts/email-link.entity.js';
import { FormerName } from './accounts/former-name.entity.js';
import { DataExport } from './accounts/my-data/data-export.entity.js';
import { Erasure } from './accounts/my-data/erasure.entity.js';
import { Passkey } from './accounts/passkeys/passkey.entity.js';
import { PendingContribution } from './accounts/pending-contribution.entity.js';
import { DeclinedPerson } from './accounts/people/declined-person.entity.js';
import { Invitation } from './accounts/people/invitation.entity.js';
import { Identity } from './accounts/providers/identity.entity.js';
import { RateCount } from './accounts/rate-count.entity.js';
import { RoleGrant } from './accounts/role-grant.entity.js';
import { Session } from './accounts/session.entity.js';
import { Activity } from './activity/activity.entity.js';
import { Comment } from './feedback/comment.entity.js';
import { Vote } from './feedback/vote.entity.js';
import { OutboxMail } from './mail/outbox-mail.entity.js';
import { Decision } from './moderation/decision.entity.js';
import { ContentImport } from './programme/content-import.entity.js';
import { FormerPointAddress } from './programme/former-point-address.entity.js';
import { FormerSectionNumber } from './programme/former-section-number.entity.js';
import { ImportFile } from './programme/import-file.entity.js';
import { Person } from './programme/person.entity.js';
import { Point } from './programme/point.entity.js';
import { PointGarant } from './programme/point-garant.entity.js';
import { PointVersion } from './programme/point-version.entity.js';
import { Programme } from './programme/programme.entity.js';
import { Reading } from './programme/reading.entity.js';
import { Section } from './programme/section.entity.js';
import { SectionRevision } from './programme/section-revision.entity.js';
import { VersionSection } from './programme/version-section.entity.js';
import { FormerProposal } from './suggestions/former-proposal.entity.js';
import { Suggestion } from './suggestions/suggestion.entity.js';
import { SuggestionEvent } from './suggestions/suggestion-event.entity.js';

/** Everything that is stored. */
export const entities = [
  Account,
  Activity,
  Ceremony,
  Comment,
  Consent,
  ContentImport,
  DataExport,
  Decision,
  DeclinedPerson,
  EmailChange,
  EmailLink,
  Erasure,
  FormerName,
  FormerPointAddress,
  FormerProposal,
  FormerSectionNumber,
  Identity,
  ImportFile,
  Invitation,
  OutboxMail,
  Passkey,
  PendingContribution,
  Person,
  Point,
  PointGarant,
  PointVersion,
  Programme,
  RateCount,
  Reading,
  RoleGrant,
  Section,
  SectionRevision,
  Session,
  Suggestion,
  SuggestionEvent,
  VersionSection,
  Vote,
];
