import { Readable } from 'node:stream';
import { beforeAll, expect, it } from 'vitest';
import { DEFAULT_TENANT } from '../../src/domain/ids.ts';
import type { UploadStore } from '../../src/domain/store-ports.ts';
import { detectMediaType, needsTail } from '../../src/load/detect-media-type.ts';
import { receiveUpload } from '../../src/pipelines/receive-upload.ts';
import { createUploadStore } from '../../src/store/upload-store.ts';
import { describeEngines } from '../support/engines.ts';
import { listDocxParts, zipFiles } from '../unit/load/make-docx.ts';

const never = new AbortController().signal;
const noise = Array.from({ length: 200_000 }, (_, index) => (index * 2_654_435_761) % 1e9).join();
const { '[Content_Types].xml': types = '', ...others } = listDocxParts({ body: '' });

describeEngines('receiving an upload', (context) => {
  let uploads: UploadStore;
  beforeAll(() => {
    uploads = createUploadStore(context.database);
  });

  const receive = (bytes: Uint8Array) =>
    receiveUpload(
      { uploads, maxUploadBytes: 10 ** 7, needsTail, detectMediaType },
      DEFAULT_TENANT,
      { body: Readable.from([bytes], { objectMode: false }), filename: 'a.docx', declaredMediaType: null },
      never,
    );
  async function countPieces(): Promise<number> {
    const { rows } = await context.database.executeSql(
      'select (select count(*) from uploads) + (select count(*) from upload_pieces) as count',
    );
    return Number(rows[0]?.count);
  }

  it('that is refused at its end leaves no bytes, one that is told by its end all of them', async () => {
    const plain = zipFiles({ noise });
    expect(plain.length).toBeGreaterThan(2 ** 19);
    await expect(receive(plain)).rejects.toMatchObject({ code: 'MEDIA_TYPE_UNSUPPORTED' });
    expect(await countPieces()).toBe(0);
    const word = zipFiles({ noise, ...others, '[Content_Types].xml': types });
    expect(await receive(word)).toMatchObject({ bytes: word.length, warnings: [] });
    expect(await countPieces()).toBe(1 + Math.ceil(word.length / 2 ** 19));
  });
});
