import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** One file of a ZIP to be made. */
export interface Packed {
  name: string;
  content?: string | Buffer;
  /** Unix mode with the type of file. */
  mode?: number;
}

/** A ZIP as ordinary programs make it. */
export async function zipOf(files: readonly Packed[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, content = '', mode } of files) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name, { mode, compress: true });
  }
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream as AsyncIterable<Buffer> & NodeJS.ReadableStream);
}

/** The same archive with other bytes for a name in it: of the same length, since nothing else is moved. */
export function renamed(zip: Buffer, name: string, other: string | Buffer): Buffer {
  const to = Buffer.from(other);
  if (to.length !== Buffer.byteLength(name)) throw new Error('the names must be equally long');
  return replaced(zip, Buffer.from(name), to);
}

function replaced(bytes: Buffer, from: Buffer, to: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + to.length)) to.copy(copy, at);
  return copy;
}

/** Changes a number in each entry of the table of contents; `offset` counts from the entry's signature. */
export function patched(zip: Buffer, offset: number, bytes: 2 | 4, change: (old: number) => number): Buffer {
  const copy = Buffer.from(zip);
  const signature = Buffer.from([0x50, 0x4b, 1, 2]);
  for (let at = copy.indexOf(signature); at >= 0; at = copy.indexOf(signature, at + 4)) {
    const place = at + offset;
    if (bytes === 2) copy.writeUInt16LE(change(copy.readUInt16LE(place)), place);
    else copy.writeUInt32LE(change(copy.readUInt32LE(place)), place);
  }
  return copy;
}
