const FILE_NAME = /\.(?:docx?|xlsx?|pptx?|pdf|odt|rtf|indd|cdr|html?|txt)\s*$/i;
const BY_PROGRAM =
  /^(?:microsoft word|microsoft excel|powerpoint|untitled|без имени|без названия|документ|document|doc|книга|book|лист|sheet|презентация|slide)\s*\d*(?:\s*-.*)?$/i;

/** A title that a person gave; undefined for what programs put in its place, such as the name of a file. */
export function sensibleTitle(title: unknown): string | undefined {
  if (typeof title !== 'string') return undefined;
  const text = title.replace(/\s+/g, ' ').trim();
  const words = /\p{L}{3}/u.test(text) && !/[\u0000-\u001f\ufffd]/.test(text);
  return words && text.length <= 200 && !FILE_NAME.test(text) && !BY_PROGRAM.test(text) ? text : undefined;
}
