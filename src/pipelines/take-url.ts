import type { Document } from '../domain/document.ts';
import type { KnownSource, PageFetcher } from '../domain/fetch.ts';
import { DEFAULT_COLLECTION } from '../domain/ids.ts';
import type { DocumentStore } from '../domain/store-ports.ts';
import type {
  DocumentFields,
  DocumentsPipeline,
  RequestContext,
  StoredUpload,
  UrlInput,
} from './pipelines.ts';
import { toUnchanged } from './unchanged.ts';

export interface UrlServices {
  readonly documents: DocumentStore;
  readonly fetcher: PageFetcher;
  readonly isKnownCharset: (label: string) => boolean;
}

/** What of the pipeline takes in bytes that are there; a URL becomes such bytes. */
type Intake = Pick<DocumentsPipeline, 'check' | 'store' | 'discard' | 'accept' | 'replace' | 'get'> & {
  checkIfMatch(ifMatch: string | undefined): (document: Document) => void;
};

interface Fetched {
  readonly kind: 'fetched';
  readonly upload: StoredUpload;
  /** As the server has it; undefined where it says nothing that is known here. */
  readonly charset: string | undefined;
}

/** The server said that nothing changed, and the document is still the one it said it of. */
interface Confirmed {
  readonly kind: 'confirmed';
  readonly documentId: string;
}

/**
 * Documents by URL: fetched within the request and stored like an upload, so that the caller learns at once what is wrong
 * with the URL, and nothing is accepted that still depends on a stranger's server.
 */
export function createUrlIntake(
  { documents, fetcher, isKnownCharset }: UrlServices,
  intake: Intake,
): Pick<DocumentsPipeline, 'acceptUrl' | 'replaceByUrl'> {
  async function fetchUnlessConfirmed(
    context: RequestContext,
    input: UrlInput,
    known: KnownSource | null,
    confirm: (known: KnownSource) => Promise<boolean>,
  ): Promise<Fetched | Confirmed> {
    const page = await fetcher.fetch(input.url, known, context.signal);
    if (page === null && known !== null && (await confirm(known)))
      return { kind: 'confirmed', documentId: known.documentId };
    // Replaced or deleted meanwhile: what the server confirmed is not what is there now.
    if (page === null) return fetchUnlessConfirmed(context, input, null, confirm);
    const stored = await intake.store(context, {
      body: page.body,
      filename: input.filename ?? page.filename,
      declaredMediaType: input.mediaType ?? page.mediaType,
    });
    const charset = page.charset !== null && isKnownCharset(page.charset) ? page.charset : undefined;
    return { kind: 'fetched', upload: { ...stored, source: page.source }, charset };
  }

  async function acceptOrDiscard<Result>(
    context: RequestContext,
    { upload, charset }: Fetched,
    fields: DocumentFields,
    accept: (upload: StoredUpload, fields: DocumentFields) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await accept(upload, { ...fields, charset: fields.charset ?? charset });
    } catch (error) {
      // The reason matters more than a failed clean-up, and a sweep comes by.
      await intake.discard(context, upload).catch(() => {});
      throw error;
    }
  }

  return {
    async acceptUrl(context, input, fields) {
      const { tenantId } = context;
      const { collection = DEFAULT_COLLECTION, externalId = null } = fields;
      const url = fetcher.check(input.url);
      await intake.check(context, fields);
      const known = await documents.findSource(tenantId, url, { collection, externalId });
      const unchanging = { title: null, metadata: null, claim: context.claim };
      const fetched = await fetchUnlessConfirmed(context, input, known, (source) =>
        documents.confirm(tenantId, source, unchanging, () => {}),
      );
      if (fetched.kind === 'confirmed') {
        const document = await intake.get(context, fetched.documentId);
        return { document: toUnchanged(document, fields), outcome: 'unchanged' };
      }
      return acceptOrDiscard(context, fetched, fields, (upload, given) =>
        intake.accept(context, upload, given),
      );
    },

    async replaceByUrl(context, id, input, fields, ifMatch) {
      const { tenantId } = context;
      const url = fetcher.check(input.url);
      const { collection } = await intake.get(context, id);
      await intake.check(context, { ...fields, collection });
      const known = await documents.findSource(tenantId, url, { documentId: id });
      const given = { title: fields.title ?? null, metadata: fields.metadata ?? null, claim: context.claim };
      const fetched = await fetchUnlessConfirmed(context, input, known, (source) =>
        documents.confirm(tenantId, source, given, intake.checkIfMatch(ifMatch)),
      );
      if (fetched.kind === 'confirmed')
        return { document: await intake.get(context, id), outcome: 'unchanged' };
      return acceptOrDiscard(context, fetched, fields, (upload, all) =>
        intake.replace(context, id, upload, all, ifMatch),
      );
    },
  };
}
