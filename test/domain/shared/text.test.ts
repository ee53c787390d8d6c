import { expect } from 'chai';
import { parseText, parseTrimmedText } from '#domain/shared/text.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const bounds = { min: 1, max: 5 } as const;

describe('Free text', () => {
  for (const [what, text] of [
    ['NUL', 'a\0b'],
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['DEL', 'a\u007fb'],
    ['a C1 control', 'a\u0085b'],
    ['a lone surrogate', 'a\ud800b'],
  ] as const) {
    it(`does not contain ${what}`, () => {
      expect(refusalBy(() => parseText(text, bounds)).code).to.equal('INVALID_FORMAT');
    });
  }

  it('is not empty where one character is wanted', () => {
    expect(refusalBy(() => parseText('', bounds)).code).to.equal('TOO_SHORT');
    expect(parseText('', { min: 0, max: 5 })).to.equal('');
  });

  it('is counted in code points, not in UTF-16 units', () => {
    expect(parseText('🦉🦉🦉🦉🦉', bounds)).to.equal('🦉🦉🦉🦉🦉');
    expect(refusalBy(() => parseText('🦉🦉🦉🦉🦉🦉', bounds)).code).to.equal('TOO_LONG');
    expect(refusalBy(() => parseText('x'.repeat(6), bounds)).detail).to.equal(
      'This must not be longer than 5 characters.',
    );
  });

  it('of a megabyte is too long before anything else is asked of it', () => {
    expect(refusalBy(() => parseText('\0'.repeat(1e6), bounds)).code).to.equal('TOO_LONG');
  });

  it('keeps its white space', () => {
    expect(parseText(' a ', bounds)).to.equal(' a ');
  });
});

describe('A name', () => {
  it('of white space alone is empty', () => {
    expect(refusalBy(() => parseTrimmedText('   ', bounds)).code).to.equal('TOO_SHORT');
  });

  it('does not hide a line break at its end', () => {
    expect(refusalBy(() => parseTrimmedText('Ada\n', bounds)).code).to.equal('INVALID_FORMAT');
  });

  it('is kept without the white space around it, which does not count', () => {
    expect(parseTrimmedText('  Ada L  ', bounds)).to.equal('Ada L');
  });
});
