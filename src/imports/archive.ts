import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { diagnostic } from '../programme/content/diagnostics.js';
import type { TreeFile } from '../programme/content/files.js';
import { UploadProblem, type UploadReason } from './upload-problem.js';

const maxEntries = 5_000;
const maxBytes = 100 * 1024 * 1024;
const maxFileBytes = 1024 * 1024;
const maxDepth = 16;
const maxPath = 400;
/** Text shrinks to a quarter, seldom to a twentieth; what shrinks more than this was made to swell. */
const maxRatio = 200;
const smallEnough = 64 * 1024;

/** One file of an archive that is worth reading. */
interface Wanted {
  path: string;
  entry: Entry;
}

/** True for bytes that begin as a ZIP does. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The files of a ZIP as `listFiles` gives those of a folder, without writing anything anywhere. The whole table of
 * contents is judged before a single file is inflated: at most 5,000 entries, 100 MiB together and 200 times the
 * archive's size; no path that leaves the tree, no link, no encryption, no name twice. Only texts are inflated.
 *
 * @throws UploadProblem
 */
export async function readArchive(bytes: Buffer): Promise<TreeFile[]> {
  const zip = await opened(bytes);
  try {
    const entries = await entriesOf(zip);
    if (entries.length === 0) throw new UploadProblem('nothing');
    const files: TreeFile[] = [];
    let left = maxBytes;
    for (const { path, entry } of entries) {
      const refused = refusedUnread(path, entry);
      if (refused) files.push(refused);
      else {
        const content = await inflated(zip, path, entry);
        left -= content.length;
        if (left < 0) throw new UploadProblem('tooLarge');
        files.push({ path, bytes: content });
      }
    }
    return files;
  } finally {
    zip.close();
  }
}

async function opened(bytes: Buffer): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await fromBufferPromise(bytes, options).catch(() => {
    throw new UploadProblem('broken');
  });
  if (zip.entryCount > maxEntries) throw new UploadProblem('tooManyFiles');
  return zip;
}

/** The whole table of contents, judged; less folders and what an import never looks at. */
async function entriesOf(zip: ZipFile): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  const seen = new Set<string>();
  let declared = 0;
  for await (const entry of tableOf(zip)) {
    const path = pathOf(entry);
    judge(entry, path);
    declared += entry.uncompressedSize;
    if (declared > maxBytes) throw new UploadProblem('tooLarge');
    if (path.endsWith('/')) continue;
    // Two names that a file system may take for one are one.
    const key = path.toLowerCase();
    if (seen.has(key)) throw new UploadProblem('duplicate', path);
    seen.add(key);
    if (!isPassedOver(path)) wanted.push({ path, entry });
  }
  return wanted;
}

async function* tableOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch {
    throw new UploadProblem('broken');
  }
}

/** The name as UTF-8 in NFC. */
function pathOf({ fileNameRaw }: Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fileNameRaw).normalize('NFC');
  } catch {
    throw new UploadProblem('badName', fileNameRaw.toString('latin1').replace(/[^\x20-\x7e]/g, '?'));
  }
}

function judge(entry: Entry, path: string): void {
  const problem = problemOfPath(path) ?? problemOfEntry(entry);
  if (problem) throw new UploadProblem(problem, path);
}

function problemOfPath(path: string): UploadReason | null {
  if (path === '' || /\p{Cc}/u.test(path)) return 'badName';
  if (path.includes('\\')) return 'backslash';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'absolute';
  const parts = path.replace(/\/$/, '').split('/');
  if (parts.includes('..')) return 'outside';
  if (parts.some((part) => part === '' || part === '.')) return 'badName';
  if (parts.length > maxDepth || path.length > maxPath) return 'tooDeep';
  return null;
}

const fileTypes = { mask: 0o170000, file: 0o100000, folder: 0o040000 };

function problemOfEntry(entry: Entry): UploadReason | null {
  if (entry.isEncrypted()) return 'encrypted';
  const type = (entry.externalFileAttributes >>> 16) & fileTypes.mask;
  if (type !== 0 && type !== fileTypes.file && type !== fileTypes.folder) return 'link';
  const swells =
    entry.uncompressedSize > smallEnough && entry.uncompressedSize > maxRatio * entry.compressedSize;
  return swells ? 'bomb' : null;
}

/** As in a folder: hidden names, names with an underscore (also the extras of macOS) and README.md are not content. */
function isPassedOver(path: string): boolean {
  const parts = path.split('/');
  return parts.some((part) => /^[._]/.test(part)) || parts.at(-1) === 'README.md';
}

function refusedUnread(path: string, entry: Entry): TreeFile | null {
  if (!path.endsWith('.md') && !isSettings(path))
    return { path, status: 'skipped', diagnostic: diagnostic('I-NOT-MD', 1) };
  if (entry.uncompressedSize > maxFileBytes)
    return { path, status: 'rejected', diagnostic: diagnostic('E-SIZE', 1, { limit: maxFileBytes / 1024 }) };
  return null;
}

/** `programmes.yaml`, wherever: whether its folder is the root is found out later. */
function isSettings(path: string): boolean {
  return path.split('/').at(-1) === 'programmes.yaml';
}

async function inflated(zip: ZipFile, path: string, entry: Entry): Promise<Buffer> {
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxFileBytes) throw new UploadProblem('tooLarge', path);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    // Sizes that are not as declared, a broken stream, an unknown way of packing.
    throw error instanceof UploadProblem ? error : new UploadProblem('broken', path);
  }
}
