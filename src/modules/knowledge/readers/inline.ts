const IMAGE = /!\[([^\]]*)\]\([^)]*\)/g;
const LINK = /\[([^\]]+)\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const AUTOLINK = /<((?:https?|mailto|tel):[^>\s]+)>/g;
const CODE = /`+([^`]+)`+/g;
const BOLD = /(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g;
const STAR = /(?<![\p{L}\p{N}*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu;
const UNDERSCORE = /(?<![\p{L}\p{N}_])_(?=\S)([^_]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu;
const STRUCK = /~~(.+?)~~/g;
const ESCAPED = /\\([\\`*_{}[\]()#+\-.!|~<>])/g;

/** Takes inline Markdown off a line: what is left reads well in a chat. A link keeps its web address. */
export function plainText(line: string): string {
  return line
    .replace(IMAGE, '$1')
    .replace(LINK, (_whole, label: string, target: string) => linkText(label, target))
    .replace(AUTOLINK, '$1')
    .replace(CODE, '$1')
    .replace(BOLD, '$2')
    .replace(STAR, '$1')
    .replace(UNDERSCORE, '$1')
    .replace(STRUCK, '$1')
    .replace(ESCAPED, '$1')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function linkText(label: string, target: string): string {
  return /^https?:\/\//.test(target) && target !== label ? `${label} (${target})` : label;
}
