import { cleanName } from './clean-text.ts';
import { formatCount, formatDuration } from './format-units.ts';
import { countOutcomes, groupTroubles, type IngestSummary, type TroubleGroup } from './ingest-summary.ts';

/** The end of an `ingest`, for a person. */
export function formatSummary(summary: IngestSummary): string {
  const { published, unchanged, failed, refused, accepted, notBegun } = countOutcomes(summary);
  const parts = [
    `${published} published`,
    `${unchanged} unchanged`,
    `${failed} failed`,
    `${refused} refused`,
    ...(accepted > 0 ? [`${accepted} still being made`] : []),
    ...(notBegun > 0 ? [`${notBegun} not begun`] : []),
  ];
  const files = formatCount(summary.filesTotal, 'file');
  return [
    ...groupTroubles(summary.outcomes).flatMap(formatGroup),
    ...formatSkippedLinks(summary),
    ...formatPrune(summary),
    `${summary.collection}: ${files} in ${formatDuration(summary.seconds)}: ${parts.join(', ')}.`,
    ...(summary.interrupted || summary.error !== null
      ? ['Run the same command again to go on; what is there is not sent again.']
      : []),
  ].join('\n');
}

/** As JSON: the same, and every file. */
export function toSummaryJson(summary: IngestSummary): object {
  const { outcomes, filesTotal, ...rest } = summary;
  return { ...rest, counts: { files: filesTotal, ...countOutcomes(summary) }, files: outcomes };
}

function formatGroup({ kind, code, message, hint, externalIds }: TroubleGroup): string[] {
  return [
    `${kind} ${code} (${formatCount(externalIds.length, 'file')}): ${message}`,
    ...(hint === null ? [] : [`  hint: ${hint}`]),
    ...externalIds.map((externalId) => `  ${cleanName(externalId)}`),
    '',
  ];
}

function formatSkippedLinks({ skippedLinks }: IngestSummary): string[] {
  if (skippedLinks.length === 0) return [];
  return [`Links to folders are not followed: ${skippedLinks.map(cleanName).join(', ')}`];
}

function formatPrune({ prune }: IngestSummary): string[] {
  if (prune === null) return [];
  if (prune.skipped !== null) return [`Nothing was deleted. ${prune.skipped}`];
  return [`${formatCount(prune.deleted, 'document')} without a file deleted.`];
}
