/**
 * Long PDFs: time from the upload to `published`, and the peak memory of each process, on PGlite.
 *
 *   node bench/ingest-huge.ts [PAGES …]        (generated; default 10000; the 619 pages of FOOTNOTE_EVAL_DIR besides)
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePagesPdf } from './support/make-pages-pdf.ts';
import { describeCpu, describePeaks, readServiceUsage } from './support/process-usage.ts';
import { evalDirectory, startBenchService } from './support/service.ts';
import { ingestFile, warmUp } from './support/upload.ts';

const MAX_SERVICE_MB = 400;
const REAL = join(evalDirectory(), 'docs/pdf-huge/DA-619p.pdf');
const sizes = process.argv.slice(2).map(Number);

const files: [string, Uint8Array][] = [];
if (existsSync(REAL)) files.push(['DA-619p.pdf', readFileSync(REAL)]);
else console.error(`NOT MEASURED: there is no ${REAL}; set FOOTNOTE_EVAL_DIR.`);
for (const pages of sizes.length > 0 ? sizes : [10_000])
  files.push([`generated, ${pages} pages`, await makePagesPdf(pages)]);

const rows: object[] = [];
for (const [file, bytes] of files) {
  const service = await startBenchService();
  try {
    await warmUp(service.url);
    const before = readServiceUsage(service.pid);
    const { pages, chunks, seconds } = await ingestFile(service.url, bytes, 'huge.pdf');
    const after = readServiceUsage(service.pid);
    const serviceMB = after.find(({ role }) => role === 'service')?.peakMB ?? Number.NaN;
    rows.push({
      file,
      megabytes: Math.round(bytes.length / 1e5) / 10,
      pages,
      chunks,
      seconds: Math.round(seconds * 10) / 10,
      cpuSeconds: describeCpu(before, after),
      peakMB: describePeaks(after),
      reached: serviceMB <= MAX_SERVICE_MB,
    });
  } finally {
    await service.stop();
  }
}
console.table(rows);
console.log(JSON.stringify({ bench: 'ingest-huge', rows }));
