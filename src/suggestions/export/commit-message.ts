import { type Locale, translate } from '../../web/i18n/messages.js';
import { plainText } from '../../web/markdown/plain-text.js';
import type { PointStates, TextChange, ToldSuggestion } from './text-states.js';

/** A name and an address as git writes them. */
export interface Signature {
  name: string;
  email: string;
}

interface Settings {
  baseUrl: string;
  locale: Locale;
}

const longestSubject = 100;
const longestLine = 300;

/** Message of a change: what, why, where to read more, and who agreed to be credited. */
export function commitMessage(
  change: TextChange,
  point: PointStates | undefined,
  settings: Settings,
): string {
  const { baseUrl, locale } = settings;
  const say = (key: string, params = {}) => translate(locale, `suggestions.git.${key}`, params);
  const ofVersion = (version: number) =>
    `${baseUrl}/program/${encodeURIComponent(point?.programmeUid ?? '')}/${point?.slug ?? ''}/verze/${version}`;
  if (change.kind === 'imported') return paragraphs([say('imported')]);
  if (change.kind === 'carried') {
    const { suggestions } = change;
    return paragraphs([
      say('carried', { numbers: numbersOf(suggestions), count: suggestions.length }),
      linksTo(suggestions, settings),
      trailers(suggestions, settings),
    ]);
  }
  if (change.kind === 'edited') {
    const note = change.note ?? '';
    const [first, ...rest] = note.split('\n');
    const subject = oneLine(first ?? '', longestSubject) || say('edited');
    const more = subject.endsWith('…') ? note : rest.join('\n');
    return paragraphs([subject, withoutTrailers(more), ofVersion(change.version)]);
  }
  const { suggestions } = change;
  const title = oneLine(suggestions[0]?.heading ?? '', longestSubject) || (point?.path ?? '');
  return paragraphs([
    say('accepted', { number: numbersOf(suggestions), count: suggestions.length, title }),
    suggestions.map(({ reason }) => firstLine(reason)).join('\n'),
    linksTo(suggestions, settings),
    trailers(suggestions, settings),
  ]);
}

function numbersOf(suggestions: readonly ToldSuggestion[]): string {
  return suggestions.map(({ number }) => number).join(', ');
}

function linksTo(suggestions: readonly ToldSuggestion[], { baseUrl }: Settings): string {
  return suggestions.map(({ number }) => `${baseUrl}/navrhy/${number}`).join('\n');
}

/** The beginning of a reason. */
function firstLine(reason: string): string {
  return withoutTrailers(oneLine(plainText(reason, 'citizen').trim().split('\n')[0] ?? '', longestLine));
}

/** Who decided; never an address at which anybody gets mail. */
export function signatureOf(change: TextChange, { baseUrl }: Settings): Signature {
  const by = change.kind === 'accepted' || change.kind === 'edited' ? change.by : null;
  return { name: nameOf(by?.name ?? ''), email: `${by?.id ?? 'podnet'}@${hostOf(baseUrl)}` };
}

function trailers(suggestions: readonly ToldSuggestion[], { baseUrl }: Settings): string {
  return suggestions
    .filter(({ credited }) => credited !== null)
    .map(
      ({ credited, number }) =>
        `Co-authored-by: ${nameOf(credited ?? '')} <navrh-${number}@${hostOf(baseUrl)}>`,
    )
    .join('\n');
}

/** Lines of a note that would give credit become part of what it says. */
function withoutTrailers(text: string): string {
  return text.replace(/^(?=\s*[\w-]+-by:)/gim, '– ');
}

function hostOf(baseUrl: string): string {
  return `noreply.${new URL(baseUrl).hostname}`;
}

/** A name without what git reads as something else. */
function nameOf(name: string): string {
  return oneLine(name.replace(/[<>]/g, ''), longestSubject) || 'Podnět';
}

function oneLine(text: string, longest: number): string {
  const line = [...text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()];
  return line.length <= longest
    ? line.join('')
    : `${line
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

function paragraphs(parts: readonly string[]): string {
  const texts = parts.map((part) => part.replace(/(?!\n)\p{Cc}/gu, '').trim());
  return `${texts.filter((text) => text !== '').join('\n\n')}\n`;
}
