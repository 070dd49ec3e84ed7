import { parse } from 'yaml';
import { z } from 'zod';
import { readText } from '../bytes.js';
import { DAY, issuesOf } from '../front-matter.js';
import { type KnowledgeProblem, versionOf } from '../passage.js';
import { isInstruction } from '../suspicious.js';
import type { FaqEntry } from './entry.js';

const words = z.coerce.string().trim().min(1);

const schema = z.array(
  z.object({
    id: words.max(100),
    lang: z.preprocess((lang) => (lang === 'kz' ? 'kk' : lang), z.enum(['ru', 'kk', 'en'])),
    questions: z.array(words.max(1_000)).min(1),
    answer: words.max(4_000),
    category: words.max(100).nullish(),
    priority: words.max(100).nullish(),
    department: words.max(100).nullish(),
    document: words.nullish(),
    section: words.nullish(),
    valid_from: DAY.nullish(),
    valid_until: DAY.nullish(),
  }),
);

interface FaqFile {
  readonly entries: readonly FaqEntry[];
  readonly problems: readonly KnowledgeProblem[];
}

/**
 * Reads a file of frequent questions (YAML: a list of entries). One that is wrong anywhere is reported and not used at all:
 * half a list would answer with the wrong half. Never throws.
 */
export function readFaqFile(path: string, bytes: Uint8Array): FaqFile {
  const wrong = (code: KnowledgeProblem['code'], detail: string): FaqFile => ({
    entries: [],
    problems: [{ document: path, code, detail }],
  });
  const source = readText(bytes);
  if (source === undefined) return wrong('encoding', 'the file is not UTF-8 text');
  let content: unknown;
  try {
    content = parse(source);
  } catch (error) {
    return wrong('faq', error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
  const result = schema.safeParse(content);
  if (!result.success) return wrong('faq', issuesOf(result.error));
  if (result.data.length === 0) return wrong('empty', 'the file has no entries');
  const version = versionOf(bytes);
  const sound = result.data.filter(({ answer }) => !isInstruction(answer));
  const left = result.data.length - sound.length;
  return {
    entries: sound.map((entry) => toEntry(entry, path, version)),
    problems: left === 0 ? [] : wrong('suspicious', `${left} entries whose answers instruct an assistant are left out`).problems,
  };
}

type RawEntry = z.output<typeof schema>[number];

function toEntry({ id, lang, questions, answer, ...rest }: RawEntry, document: string, version: string): FaqEntry {
  return {
    ...{ id, lang, questions, answer, document, version },
    ...(rest.category != null && { category: rest.category }),
    ...(rest.priority != null && { priority: rest.priority }),
    ...(rest.department != null && { department: rest.department }),
    ...(rest.document != null && { source: { document: rest.document, section: rest.section ?? '' } }),
    ...(rest.valid_from != null && { validFrom: rest.valid_from }),
    ...(rest.valid_until != null && { validUntil: rest.valid_until }),
  };
}
