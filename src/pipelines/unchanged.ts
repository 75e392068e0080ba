import type { Document } from '../domain/document.ts';
import type { DocumentFields } from './pipelines.ts';

/** The document as a POST answers whose bytes are known already; a warning where it asked for more than that. */
export function toUnchanged(document: Document, { title, metadata }: DocumentFields): Document {
  const ignored = title !== undefined || metadata !== undefined;
  const notApplied = {
    code: 'FIELDS_NOT_APPLIED',
    message:
      'The bytes are known already; title and metadata were not applied. Use PATCH /documents/{id} to change them.',
    pages: [],
  };
  const warnings = ignored ? [...document.warnings, notApplied] : document.warnings;
  return { ...document, warnings, deduplicated: true };
}
