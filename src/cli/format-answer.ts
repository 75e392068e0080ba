import type { AnswerBody, CitationBody } from './service-types.ts';

const NEAREST_SHOWN = 3;

/** The answer, what of it is not held by the documents, then each citation with its exact words; or the nearest documents. */
export function formatAnswer(body: AnswerBody): string {
  const unsupported = body.statements.filter(({ supported }) => !supported);
  const sections = [
    body.answer,
    unsupported
      .map(({ start, end }) => `Not held by what it cites: ${body.answer.slice(start, end)}`)
      .join('\n'),
    body.citations.map(formatCitation).join('\n\n'),
    body.answerable ? '' : formatNearest(body),
    body.warnings.map(({ message }) => `Warning: ${message}`).join('\n'),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function formatCitation(citation: CitationBody): string {
  const quote = citation.quote.replaceAll('\n', '\n    ');
  return `[${citation.number}] ${nameOf(citation)}, page ${citation.page}\n    ${quote}`;
}

function formatNearest({ hits }: AnswerBody): string {
  if (hits.length === 0) return '';
  const lines = hits
    .slice(0, NEAREST_SHOWN)
    .map(
      ({ document, pageStart }) => `  ${nameOf({ ...document, documentId: document.id })}, page ${pageStart}`,
    );
  return ['Nearest:', ...lines].join('\n');
}

/** A document as a person knows it. */
export function nameOf(document: Pick<CitationBody, 'title' | 'externalId' | 'documentId'>): string {
  const { title, externalId, documentId } = document;
  const key = externalId ?? documentId;
  return title === null || title === key ? key : `${title} (${key})`;
}
