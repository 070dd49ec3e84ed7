/** Entries on a page of a list. */
export const PAGE = 8;
/** Characters of an error that are shown. */
export const ERROR_LENGTH = 1_500;
