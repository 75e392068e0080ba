import type { Draft, DraftEvent, DraftStatement } from '../../../src/domain/answer.ts';

/** All that a generator writes; fails unless it says its end, once and last. */
export async function collectDraft(events: AsyncIterable<DraftEvent>): Promise<Draft> {
  const statements: DraftStatement[] = [];
  let end: { promptTokens: number; completionTokens: number } | undefined;
  for await (const event of events) {
    if (end !== undefined) throw new Error(`${event.kind} after the end`);
    if (event.kind === 'statement') statements.push(event.statement);
    else end = { promptTokens: event.promptTokens, completionTokens: event.completionTokens };
  }
  if (end === undefined) throw new Error('there is no end');
  return { statements, ...end };
}
