import 'reflect-metadata';
import { IsIn, IsOptional, IsString, MinLength } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { readForm } from '../../src/web/forms.js';
import { Refusal } from '../../src/web/refusal.js';

class TestForm {
  @IsString()
  @MinLength(3, { message: 'forms.text.required' })
  text: string;

  @IsOptional()
  @IsIn(['a', 'b'], { message: 'forms.invalid' })
  choice?: string;
}

const nullPrototype = (fields: Record<string, unknown>) =>
  Object.assign(Object.create(null), fields) as object;

describe('readForm', () => {
  it('gives the form when every field is in order', () => {
    const result = readForm(TestForm, nullPrototype({ text: 'abc', choice: 'a' }), 'cs');
    expect(result).toMatchObject({ ok: true, value: { text: 'abc', choice: 'a' } });
  });

  it('gives a message for each wrong field and keeps what was typed', () => {
    const result = readForm(TestForm, nullPrototype({ text: 'a', choice: 'c' }), 'cs');
    expect(result).toMatchObject({ ok: false, typed: { text: 'a', choice: 'c' } });
    if (!result.ok) expect(Object.keys(result.errors).sort()).toEqual(['choice', 'text']);
  });

  it('speaks the language of the page', () => {
    const say = (locale: 'cs' | 'en') => {
      const result = readForm(TestForm, nullPrototype({ text: '' }), locale);
      return result.ok ? null : result.errors.text;
    };
    expect(say('cs')).not.toBe(say('en'));
  });

  it.each([
    ['an extra field', { text: 'abc', admin: '1' }],
    ['a list', { text: ['abc', 'def'] }],
    ['a prototype', JSON.parse('{"text":"abc","__proto__":{"x":1}}') as object],
    ['a constructor', { text: 'abc', constructor: 'x' }],
    ['a name every object has', { text: 'abc', hasOwnProperty: 'x' }],
    ['an object', { text: { length: 5 } }],
  ])('refuses %s as nothing our pages send', (_, fields) => {
    expect(() => readForm(TestForm, fields, 'cs')).toThrow(Refusal);
  });

  it.each([null, undefined, 'text', 5])('refuses %j instead of a form', (body) => {
    expect(() => readForm(TestForm, body, 'cs')).toThrow(Refusal);
  });
});
