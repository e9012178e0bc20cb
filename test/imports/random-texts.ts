/** Draws numbers that a seed determines, so that what a test found can be found again. */
export class Dice {
  constructor(private state: number) {}

  /** From 0 up to, not including, `below`. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  /** One of some things. */
  one<T>(things: readonly T[]): T {
    const thing = things[this.below(things.length)];
    if (thing === undefined) throw new Error('nothing to draw from');
    return thing;
  }
}

const syllables =
  'ko ra vi te ma lo ští dě ná pro sy ru be ce ho mě stá zka vod sil ves kraj obec škol'.split(' ');

/** A few sentences of words that mean nothing. */
export function anyText(dice: Dice, words = 12 + dice.below(25)): string {
  const all = Array.from({ length: words }, () =>
    Array.from({ length: 2 + dice.below(2) }, () => dice.one(syllables)).join(''),
  );
  return `${all.map((word, i) => (i % 9 === 8 ? `${word}.` : word)).join(' ')}.`;
}

/** A content folder as somebody changes it: text of the files by path. */
export type Folder = Map<string, string>;

interface Section {
  heading: string;
  body: string;
}

interface PointText {
  head: string;
  sections: Section[];
}

function cut(text: string): PointText {
  const [head = '', ...parts] = text.split(/^## /m);
  const sections = parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n');
    return { heading, body: lines.join('\n').trim() };
  });
  return { head, sections };
}

function join({ head, sections }: PointText): string {
  return head + sections.map(({ heading, body }) => `## ${heading}\n\n${body}\n`).join('\n');
}

function anySection(dice: Dice): Section {
  return { heading: anyText(dice, 2).replace('.', ''), body: anyText(dice) };
}

function head(programme: string, uid: string): string {
  return `---\ncampaignCategoryUid: ${programme}\nuid: ${uid}\ntitle: Bod ${uid}\n---\n\n`;
}

/** A folder with some points. */
export function anyFolder(dice: Dice): Folder {
  const folder: Folder = new Map();
  for (let i = 0; i < 5; i++) addPoint(dice, folder);
  return folder;
}

/** Changes one thing in a folder, as editors do who know nothing of what stands on their texts. */
export function changeSomething(dice: Dice, folder: Folder): string {
  const change = dice.one(changes);
  change(dice, folder);
  return change.name;
}

const changes: ((dice: Dice, folder: Folder) => void)[] = [
  edit,
  edit,
  rename,
  reorder,
  split,
  merge,
  move,
  move,
  swapTexts,
  replaceBody,
  addSection,
  dropSection,
  emptyPoint,
  renameFile,
  swapFiles,
  deleteFile,
  deleteFile,
  addPoint,
  changeUid,
  changeProgramme,
  changeTitle,
  sameHeadings,
  typography,
  preface,
  toBold,
  toWhole,
  lineEnds,
  copyFile,
  restore,
  restore,
];

/** Every text that a path has had. */
const past = new WeakMap<Folder, [string, string][]>();

/** Remembers the files of now, so that they may come back. */
export function remember(folder: Folder): void {
  past.set(folder, [...(past.get(folder) ?? []), ...folder].slice(-200));
}

function within(dice: Dice, folder: Folder, work: (point: PointText, path: string) => void): void {
  const path = dice.one([...folder.keys()]);
  const point = cut(folder.get(path) ?? '');
  work(point, path);
  if (folder.has(path)) folder.set(path, join(point));
}

function onSection(
  dice: Dice,
  folder: Folder,
  work: (section: Section, point: PointText, at: number) => void,
): void {
  within(dice, folder, (point) => {
    if (point.sections.length === 0) return void point.sections.push(anySection(dice));
    const at = dice.below(point.sections.length);
    const section = point.sections[at];
    if (section) work(section, point, at);
  });
}

function edit(dice: Dice, folder: Folder): void {
  onSection(dice, folder, (section) => {
    const words = section.body.split(' ');
    for (let i = 0; i <= dice.below(4); i++)
      words.splice(dice.below(words.length + 1), dice.below(3), anyText(dice, 1));
    section.body = words.join(' ').trim() || anyText(dice);
  });
}

function rename(dice: Dice, folder: Folder): void {
  onSection(dice, folder, (section) => {
    section.heading = anyText(dice, 2).replace('.', '');
  });
}

function reorder(dice: Dice, folder: Folder): void {
  within(dice, folder, ({ sections }) => {
    sections.sort((a, b) => (a.body < b.body ? -1 : 1));
  });
}

function split(dice: Dice, folder: Folder): void {
  onSection(dice, folder, (section, { sections }, at) => {
    const words = section.body.split(' ');
    const half = Math.ceil(words.length / 2);
    section.body = words.slice(0, half).join(' ');
    sections.splice(at + 1, 0, { ...anySection(dice), body: words.slice(half).join(' ') || anyText(dice) });
  });
}

function merge(dice: Dice, folder: Folder): void {
  onSection(dice, folder, (section, { sections }, at) => {
    const [other] = sections.splice(at === 0 ? 1 : 0, 1);
    if (other) section.body += `\n\n${other.body}`;
  });
}

function move(dice: Dice, folder: Folder): void {
  let taken: Section | undefined;
  onSection(dice, folder, (_, { sections }, at) => {
    [taken] = sections.splice(at, 1);
  });
  within(dice, folder, ({ sections }) => {
    if (taken) sections.splice(dice.below(sections.length + 1), 0, taken);
  });
}

/** Two bodies change places while their headings stay. */
function swapTexts(dice: Dice, folder: Folder): void {
  within(dice, folder, ({ sections }) => {
    const [one, other] = sections;
    if (one && other) [one.body, other.body] = [other.body, one.body];
  });
}

function replaceBody(dice: Dice, folder: Folder): void {
  onSection(dice, folder, (section) => {
    section.body = anyText(dice);
  });
}

function addSection(dice: Dice, folder: Folder): void {
  within(dice, folder, ({ sections }) => {
    sections.splice(dice.below(sections.length + 1), 0, anySection(dice));
  });
}

function dropSection(dice: Dice, folder: Folder): void {
  onSection(dice, folder, (_, { sections }, at) => {
    sections.splice(at, 1);
  });
}

function emptyPoint(dice: Dice, folder: Folder): void {
  within(dice, folder, (point) => {
    point.sections.length = 0;
  });
}

function renameFile(dice: Dice, folder: Folder): void {
  within(dice, folder, (point, path) => {
    folder.delete(path);
    folder.set(`kraj/${anyText(dice, 1).replace('.', '')}.md`, join(point));
  });
}

function swapFiles(dice: Dice, folder: Folder): void {
  const paths = [...folder.keys()];
  const [one, other] = [dice.one(paths), dice.one(paths)];
  const text = folder.get(one) ?? '';
  folder.set(one, folder.get(other) ?? '');
  folder.set(other, text);
}

function deleteFile(dice: Dice, folder: Folder): void {
  if (folder.size > 2) folder.delete(dice.one([...folder.keys()]));
}

function addPoint(dice: Dice, folder: Folder): void {
  const uid = `bod-${dice.below(30)}`;
  const sections = Array.from({ length: dice.below(5) }, () => anySection(dice));
  const programme = dice.one(['kraj', 'kraj', 'obec']);
  folder.set(`${programme}/${uid}-${dice.below(3)}.md`, join({ head: head(programme, uid), sections }));
}

function changeUid(dice: Dice, folder: Folder): void {
  within(dice, folder, (point) => {
    point.head = point.head.replace(/^uid: .*$/m, `uid: bod-${dice.below(30)}`);
  });
}

function changeProgramme(dice: Dice, folder: Folder): void {
  within(dice, folder, (point) => {
    point.head = point.head.replace(
      /Uid: (kraj|obec)/,
      (_, was) => `Uid: ${was === 'kraj' ? 'obec' : 'kraj'}`,
    );
  });
}

function changeTitle(dice: Dice, folder: Folder): void {
  within(dice, folder, (point) => {
    point.head = point.head.replace(/^title: .*$/m, `title: ${anyText(dice, 2)}`);
  });
}

function sameHeadings(dice: Dice, folder: Folder): void {
  within(dice, folder, ({ sections }) => {
    for (const section of sections) section.heading = sections[0]?.heading ?? '';
  });
}

function typography(dice: Dice, folder: Folder): void {
  onSection(dice, folder, (section) => {
    section.body = section.body.includes('  ')
      ? section.body.replaceAll('  ', ' ')
      : section.body.replace(/ /, '  ');
  });
}

function preface(dice: Dice, folder: Folder): void {
  within(dice, folder, (point) => {
    const header = point.head.slice(0, point.head.indexOf('---', 4) + 4);
    point.head = `${header}\n${anyText(dice)}\n\n`;
  });
}

function rewrite(dice: Dice, folder: Folder, change: (text: string) => string): void {
  const path = dice.one([...folder.keys()]);
  folder.set(path, change(folder.get(path) ?? ''));
}

function toBold(dice: Dice, folder: Folder): void {
  rewrite(dice, folder, (text) => text.replace(/^## (.*)$/gm, '**$1**'));
}

function toWhole(dice: Dice, folder: Folder): void {
  rewrite(dice, folder, (text) => text.replace(/^## .*\n/gm, ''));
}

function lineEnds(dice: Dice, folder: Folder): void {
  rewrite(dice, folder, (text) =>
    text.includes('\r') ? text.replaceAll('\r', '') : text.replaceAll('\n', '\r\n'),
  );
}

/** The same text, with the same uid, in two files. */
function copyFile(dice: Dice, folder: Folder): void {
  const path = dice.one([...folder.keys()]);
  folder.set(`kraj/kopie-${dice.below(5)}.md`, folder.get(path) ?? '');
}

function restore(dice: Dice, folder: Folder): void {
  const [path, text] = dice.one(past.get(folder) ?? [...folder]);
  folder.set(path, text);
}
