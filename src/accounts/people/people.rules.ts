import type { Viewer } from '../../web/viewer.js';
import { isWithin } from '../periods.js';
import type { Role } from '../role-grant.entity.js';

/** In the order in which they are offered. */
export const allRoles: readonly Role[] = ['garant', 'deputy', 'staff', 'admin'];

/** Those who answer for points; all the others reach everything. */
export function reachesPoints(role: Role): boolean {
  return role === 'garant' || role === 'deputy';
}

/** Roles by which somebody gives others theirs: staff those who answer for points, admins all. */
export function mayHandOut(
  held: { isStaff: boolean; isAdmin: boolean } | null | undefined,
  role: Role,
): boolean {
  if (!held) return false;
  return held.isAdmin || (held.isStaff && reachesPoints(role));
}

/** Nobody gives themselves a role; they are invited to it by somebody else, or claim what the content says of them. */
export function mayGive(viewer: Viewer, role: Role, accountId: string | null): boolean {
  return mayHandOut(viewer, role) && viewer.accountId !== accountId;
}

/** Taking is for those who could give it; also one's own, since laying an office down is no gain. */
export function mayTake(viewer: Viewer, role: Role): boolean {
  return mayHandOut(viewer, role);
}

/** Sending again and taking back, whoever sent it. */
export function mayManageInvitation(viewer: Viewer, invitation: { role: Role }): boolean {
  return mayHandOut(viewer, invitation.role);
}

/** An invitation is for whoever proved its address, save the one who sent it: that would be giving oneself a role. */
export function mayAnswer(
  account: { id: string; email: string | null },
  invitation: { email: string; invitedById: string | null },
): boolean {
  return account.email === invitation.email && account.id !== invitation.invitedById;
}

/** Whether the content names somebody by their address whom they have not been here yet. Once only: what one lost comes back from people. */
export function mayClaim(
  account: { email: string | null },
  person: { email: string | null; everHeld: boolean },
): boolean {
  return account.email !== null && account.email === person.email && !person.everHeld;
}

/** Whether a deputy's window has begun, is over, or lasts. */
export function phaseOfWindow(
  window: { validFrom: string | null; validUntil: string | null },
  at: string,
): 'ahead' | 'now' | 'over' {
  if (isWithin(at, window.validFrom, window.validUntil)) return 'now';
  return window.validUntil !== null && window.validUntil <= at ? 'over' : 'ahead';
}

export type InvitationState = 'waiting' | 'accepted' | 'declined' | 'withdrawn' | 'expired';

/** What became of an invitation. One that was answered without being accepted was declined. */
export function stateOf(
  invitation: {
    acceptedAt: string | null;
    acceptedById: string | null;
    withdrawnAt: string | null;
    expiresAt: string;
  },
  at: string,
): InvitationState {
  if (invitation.acceptedAt !== null) return 'accepted';
  if (invitation.withdrawnAt !== null) return invitation.acceptedById === null ? 'withdrawn' : 'declined';
  return invitation.expiresAt <= at ? 'expired' : 'waiting';
}
