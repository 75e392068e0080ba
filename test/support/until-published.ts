import { eventually } from './processes.ts';

/** Asks by GraphQL until the document is published, as a service would; throws when it failed. */
export async function untilPublishedByGraphql(
  // biome-ignore lint/suspicious/noExplicitAny: data is read as any client would, by field
  client: { request(query: string, variables: Record<string, unknown>): Promise<any> },
  id: string,
): Promise<void> {
  await eventually(`document ${id} published`, async () => {
    const query = 'query ($id: ID!) { document(id: $id) { status error { code message } } }';
    const { document } = await client.request(query, { id });
    if (document.error !== null) throw new Error(`failed: ${JSON.stringify(document.error)}`);
    return document.status === 'PUBLISHED';
  });
}
