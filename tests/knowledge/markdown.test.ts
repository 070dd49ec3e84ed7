import { describe, expect, test } from '@jest/globals';
import { parseMarkdown } from '../../src/modules/knowledge/readers/markdown.js';
import { plainText } from '../../src/modules/knowledge/readers/inline.js';

const texts = (source: string): string[] =>
  parseMarkdown(source).sections.flatMap((s) => s.blocks.map((b) => b.text));

describe('parseMarkdown', () => {
  test('the first # is the title and ## and ### make the path of a section', () => {
    const outline = parseMarkdown(
      '# Cards\n\nIntro.\n\n## Gold\n\nOne.\n\n### Fees\n\nTwo.\n\n## Classic\n\nThree.',
    );
    expect(outline.title).toBe('Cards');
    expect(outline.sections.map((section) => [section.path.join('/'), section.blocks[0]?.text])).toEqual([
      ['', 'Intro.'],
      ['Gold', 'One.'],
      ['Gold/Fees', 'Two.'],
      ['Classic', 'Three.'],
    ]);
  });

  test('a heading of a level that was skipped hangs under the nearest one above', () => {
    const outline = parseMarkdown('# T\n## A\n#### Deep\ntext\n### B\nmore');
    expect(outline.sections.map((section) => section.path)).toEqual([
      ['A', 'Deep'],
      ['A', 'B'],
    ]);
  });

  test('a table row carries its headers, so that it can be read alone', () => {
    const table =
      '| Card | Service | Cash |\n|---|:-:|--:|\n| Gold | 9 900 ₸ | **1%** |\n| Card Classic | 0 ₸ | |';
    expect(texts(table)).toEqual(['Card: Gold — Service: 9 900 ₸; Cash: 1%', 'Card Classic — Service: 0 ₸']);
  });

  test('a header that only says "value" is left out of the rows', () => {
    expect(texts('| Условие | Значение |\n|---|---|\n| Срок | 12 месяцев |')).toEqual([
      'Условие: Срок — 12 месяцев',
    ]);
  });

  test('a table without border pipes and one with an escaped pipe are read', () => {
    expect(texts('A | B\n--- | ---\nx | y')).toEqual(['A: x — B: y']);
    expect(texts('| A | B |\n|---|---|\n| x \\| z | y |')).toEqual(['A: x | z — B: y']);
  });

  test('fenced code is untouched, whatever it looks like', () => {
    const code = '# no heading\n| no | table |\n|---|---|\n  <!-- kept -->  **x**';
    const [section] = parseMarkdown(`## S\n\n\`\`\`text\n${code}\n\`\`\`\nafter`).sections;
    expect(section?.blocks).toEqual([
      { kind: 'code', text: code },
      { kind: 'paragraph', text: 'after' },
    ]);
  });

  test('a fence that is never closed runs to the end and loses nothing', () => {
    expect(texts('before\n\n```\ncode\nmore')).toEqual(['before', 'code\nmore']);
  });

  test('list items stay apart, with the lines that belong to them', () => {
    expect(texts('You need:\n\n- passport\n  or ID\n* form\n1. visit')).toEqual([
      'You need:',
      '- passport or ID',
      '- form',
      '1. visit',
    ]);
  });

  test('comments and rules are not text', () => {
    expect(texts('one\n\n<!-- draft\nnote -->\n\n---\n\ntwo')).toEqual(['one', 'two']);
  });

  test('line ends of any system mean the same', () => {
    expect(parseMarkdown('# T\r\n\r\n## S\r\ntext\r\n')).toEqual(parseMarkdown('# T\n\n## S\ntext\n'));
  });
});

test.each([
  ['**bold** and *slanted* and __both__', 'bold and slanted and both'],
  ['a `code` word', 'a code word'],
  ['[site](https://bank.example/a) and [page](cards.md)', 'site (https://bank.example/a) and page'],
  ['![scheme](x.png)', 'scheme'],
  ['5 * 3 * 2 and snake_case_name', '5 * 3 * 2 and snake_case_name'],
  ['1\\. not a list \\*', '1. not a list *'],
  ['<https://bank.example>', 'https://bank.example'],
])('plainText: %s', (marked, plain) => {
  expect(plainText(marked)).toBe(plain);
});
