import { describe, expect, it } from 'vitest';
import { readPerson } from '../../../src/programme/content/people.js';

function read(...header: string[]) {
  const file = readPerson('people/jana-nova.md', Buffer.from(['---', ...header, '---', 'O mně.'].join('\n')));
  const remarks = file.diagnostics.map(({ code, line }) => `${code}:${line}`);
  return { status: file.status, person: file.status === 'imported' ? file.person : null, remarks };
}

describe('a person', () => {
  it('has a uid, a name, a picture and an address in lower case', () => {
    const { person, remarks } = read(
      'uid: jana.nova',
      'name: Jana Nová',
      'img: a.svg',
      'mail: Jana@Example.org',
    );
    expect(person).toEqual({ uid: 'jana.nova', name: 'Jana Nová', img: 'a.svg', mail: 'jana@example.org' });
    expect(remarks).toEqual([]);
  });

  it('may repeat keys, have null lists and keys of their own', () => {
    expect(read('uid: a', 'name: A', 'uid: b', 'topics:', 'x: [~]')).toMatchObject({
      person: { uid: 'b' },
      remarks: [],
    });
  });

  it('is called by the file name without uid and name', () => {
    const { person, remarks } = read('mail:');
    expect(person).toEqual({ uid: 'jana-nova', name: 'jana-nova', img: null, mail: null });
    expect(remarks).toEqual(['W-UID-MISSING:1', 'W-NAME-MISSING:1']);
  });

  it('cannot hide controls of text direction in a name', () => {
    expect(read('uid: a', 'name: "Jana \u202eáv\u200boN"').person?.name).toBe('Jana ávoN');
  });

  it('is rejected when the header is no YAML', () => {
    expect(read('uid: a: b')).toMatchObject({ status: 'rejected', remarks: ['E-YAML:2'] });
  });
});
