import type { Tx } from '../../../platform/db/database.js';
import type { FileRef, OutgoingFile } from '../../../telegram/files.js';

/** Stands in a call for a version as a file. */
export function documentFile(versionId: number): FileRef {
  return { $file: `document-version:${versionId}` };
}

interface Named {
  readonly name: string;
  readonly source: Buffer;
}

/** The file as it was uploaded, where the bot of the transaction sees it. */
export async function makeDocumentFile(tx: Tx, name: string): Promise<OutgoingFile | undefined> {
  const id = Number(/^document-version:(\d{1,15})$/.exec(name)?.[1]);
  if (Number.isNaN(id)) return undefined;
  const { rows } = await tx.raw<{ rows: Named[] }>(
    `select name, content as source from document_versions join documents on documents.id = document_id where document_versions.id = ?`,
    [id],
  );
  const [file] = rows;
  return file && { filename: file.name.split('/').at(-1) ?? file.name, source: file.source };
}
