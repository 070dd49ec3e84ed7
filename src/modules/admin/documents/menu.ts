/** The documents in the panel: the list, each document with its versions, uploading, and how long they hold. */
import type { Question } from '../../identity/index.js';
import type { Input, Panel } from '../../panel/index.js';
import { addList } from './list.js';
import { addOne } from './one.js';
import { addUploading } from './uploading.js';
import { addValidity } from './validity.js';

export function addDocuments(panel: Panel): { readonly input: Input; readonly question: Question } {
  addList(panel);
  addOne(panel);
  return { input: addValidity(panel), question: addUploading(panel) };
}
