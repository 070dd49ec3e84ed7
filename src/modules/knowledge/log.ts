/** The part of a logger used here (pino's has this shape). */
export interface KnowledgeLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
