import { basename } from 'node:path/posix';
import type { ApiClient } from './api-client.ts';
import { ServiceProblem, ServiceUnreachable } from './cli-errors.ts';
import { encodeUpload } from './encode-upload.ts';
import type { DocumentBody } from './service-types.ts';
import type { FolderFile } from './walk-folder.ts';

/** Small files end within it, and need no further request. */
const PREFER = 'wait=2';

/** What all files of a run have in common. */
export interface UploadFields {
  readonly collection: string;
  readonly charset: string | undefined;
}

/**
 * Sends one file under its externalId: safe to repeat, since equal bytes are then no new version. `stop` does not end what is
 * being sent. Throws as the client does; ServiceProblem UPLOAD_BROKEN when the service is there and only this upload never
 * comes to its end.
 */
export async function uploadFile(
  client: ApiClient,
  file: FolderFile,
  given: UploadFields,
  stop: AbortSignal,
): Promise<DocumentBody> {
  const { externalId } = file;
  const { collection, charset } = given;
  const fields = { collection, externalId, ...(charset !== undefined && { charset }) };
  const stream = encodeUpload(fields, file.path, basename(externalId));
  try {
    return await client.send<DocumentBody>('POST', '/documents', {
      stream,
      headers: { prefer: PREFER },
      stop,
    });
  } catch (error) {
    if (!(error instanceof ServiceUnreachable)) throw error;
    await client.connect();
    throw new ServiceProblem(
      502,
      'UPLOAD_BROKEN',
      `The connection ended each time it was sent: ${error.message}`,
    );
  }
}
