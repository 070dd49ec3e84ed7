export { type Done, type DocumentWork, changeValidity, noteDownload, restoreDocument, uploadDocument, withdrawDocument } from './acts.js';
export { MAX_UPLOAD_BYTES, type Unusable, checkUpload } from './checking.js';
export {
  type DocumentState,
  type DocumentVersion,
  type StoredDocument,
  contentOf,
  findDocument,
  findVersion,
  listDocuments,
  listVersions,
} from './documents.js';
export { contentTypeOf, documentName, extensionOf, nameOfFile } from './names.js';
export { storedSource } from './source.js';
