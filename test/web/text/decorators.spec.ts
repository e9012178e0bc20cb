import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { IsCitizenText, IsEmailAddress, IsPublicName } from '../../../src/web/text/decorators.js';
import { unpackProblem } from '../../../src/web/text/problem.js';

class CommentForm {
  @IsCitizenText({ max: 10 })
  text: string;

  @IsPublicName()
  name: string;

  @IsEmailAddress()
  email: string;
}

async function problems(values: object) {
  const form = plainToInstance(CommentForm, values);
  const errors = await validate(form);
  const found = errors.map((error) => [
    error.property,
    unpackProblem(Object.values(error.constraints ?? {})[0] ?? ''),
  ]);
  return { form, found: Object.fromEntries(found) };
}

describe('form decorators', () => {
  it('leave the normal form in the form', async () => {
    const { form, found } = await problems({
      text: ' \r\nAno\r\n',
      name: ' Jana  N. ',
      email: 'JANA@example.org',
    });
    expect(found).toEqual({});
    expect(form).toEqual({ text: 'Ano', name: 'Jana N.', email: 'jana@example.org' });
  });

  it('keep what was typed and say what is wrong with it', async () => {
    const { form, found } = await problems({ text: 'Příliš dlouhý', name: 'J', email: ['a@b.cz'] });
    expect(form.text).toBe('Příliš dlouhý');
    expect(found).toEqual({
      text: { key: 'forms.text.tooLong', params: { max: 10, length: 13, over: 3 } },
      name: { key: 'forms.name.tooShort', params: { min: 2 } },
      email: { key: 'forms.email.required', params: {} },
    });
  });

  it.each(['cs', 'en'])('speak %s', (locale) => {
    const path = new URL(`../../../locales/${locale}/forms.json`, import.meta.url);
    const messages: Record<string, string> = JSON.parse(readFileSync(path, 'utf8'));
    for (const message of Object.values(messages)) {
      const text = new IntlMessageFormat(message, locale).format({ min: 2, max: 5, length: 7, over: 2 });
      expect(text).not.toMatch(/[{}#]/);
    }
  });
});
