import { type Locale, translate } from '../web/i18n/messages.js';
import type { EmailChangeStep } from './email-change-steps.js';

/** `held`: somebody signs in with the address of before. */
export type StepKind = 'confirm' | 'revert' | 'held';

/** The page behind a link of a change of address, without a change where the link does not work. */
export function emailChangeStepPage(
  locale: Locale,
  step: StepKind,
  action: string,
  change: EmailChangeStep | null,
) {
  return {
    template: 'accounts/email-change-step',
    title: translate(locale, `accounts.emailChange.${change ? step : 'gone'}.title`),
    noindex: true,
    status: change ? undefined : 404,
    model: { step, change, action },
  };
}
