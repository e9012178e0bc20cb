/** Which contributions are asked for; null where it does not matter. */
export interface SettlementFilter {
  kind: 'suggestion' | 'comment' | null;
  state: 'waiting' | 'answered' | null;
  /** Number of the section. */
  section: number | null;
}

/** The contribution after which a page begins. */
export interface SettlementPlace {
  group: 'waiting' | 'answered';
  /** ISO. */
  at: string;
  id: string;
}

/** What an address asks for. */
export interface SettlementAsked {
  filter: SettlementFilter;
  after: SettlementPlace | null;
  /** All at once, for printing. */
  whole: boolean;
}

const kinds = { navrhy: 'suggestion', komentare: 'comment' } as const;
const states = { ceka: 'waiting', vyrizeno: 'answered' } as const;

/** Reads the query of an address; what it does not know counts as not asked for. */
export function readSettlement(query: Record<string, unknown>): SettlementAsked {
  const { druh, stav, cast, po, vse } = query;
  return {
    filter: {
      kind: known(kinds, druh),
      state: known(states, stav),
      section: typeof cast === 'string' && /^[1-9]\d{0,8}$/.test(cast) ? Number(cast) : null,
    },
    after: readPlace(po),
    whole: vse === '1',
  };
}

/** The query for a filter and a place, with its question mark; empty where nothing is asked for. */
export function settlementQuery({ filter, after, whole }: SettlementAsked): string {
  const query = new URLSearchParams();
  const kind = nameIn(kinds, filter.kind);
  const state = nameIn(states, filter.state);
  if (kind) query.set('druh', kind);
  if (state) query.set('stav', state);
  if (filter.section !== null) query.set('cast', String(filter.section));
  if (after) query.set('po', `${after.group === 'waiting' ? 'c' : 'v'}_${after.at}_${after.id}`);
  if (whole) query.set('vse', '1');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function readPlace(text: unknown): SettlementPlace | null {
  const match = typeof text === 'string' && /^([cv])_(\d{4}-[\dT:.Z-]{1,24})_([0-9a-f-]{36})$/.exec(text);
  const [, group, at, id] = match || [];
  return group && at && id ? { group: group === 'c' ? 'waiting' : 'answered', at, id } : null;
}

function known<T extends string>(names: Readonly<Record<string, T>>, asked: unknown): T | null {
  return (typeof asked === 'string' && Object.hasOwn(names, asked) && names[asked]) || null;
}

function nameIn(names: Readonly<Record<string, string>>, value: string | null): string | undefined {
  return Object.keys(names).find((name) => names[name] === value);
}
