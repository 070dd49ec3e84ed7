export { type Done, type DocumentWork, changeValidity, noteDownload, restoreDocument, uploadDocument, withdrawDocument } from './acts.js';
export { MAX_UPLOAD_BYTES, type Unusable, type Usable, checkName, checkUpload } from './checking.js';
export {
  type DocumentState,
  type DocumentVersion,
  type StoredDocument,
  findDocument,
  findVersion,
  listDocuments,
  listVersions,
  stateOn,
} from './documents.js';
export { documentFile, makeDocumentFile } from './file.js';
export { extensionOf, nameOfFile } from './names.js';
export { storedSource } from './source.js';
export { type PendingUpload, type UploadName, addUpload, beginUpload, endUpload, postponeUpload, uploadsDue } from './uploads.js';
