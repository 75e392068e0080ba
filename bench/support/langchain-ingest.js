/**
 * What LangChain.js does with a PDF, by its own parts and defaults: PDFLoader, RecursiveCharacterTextSplitter,
 * OpenAIEmbeddings, PGVectorStore. A process of its own, so that nobody else's work is in its time. JavaScript, because the
 * types of LangChain.js are not installed with the service.
 *
 *   node langchain-ingest.js FILE DATABASE_URL EMBEDDING_BASE_URL BATCH_SIZE WARM_FILE
 *
 * Reads and splits WARM_FILE first, untimed, as the service it is compared with has read one.
 * Prints one line of JSON: pages, chunks, seconds, those of the processor, and the peak of its resident memory in MB.
 */
import { PDFLoader } from '@langchain/community/document_loaders/fs/pdf';
import { PGVectorStore } from '@langchain/community/vectorstores/pgvector';
import { OpenAIEmbeddings } from '@langchain/openai';
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';

const [file = '', databaseUrl = '', baseURL = '', batchSize = '512', warmFile = ''] = process.argv.slice(2);
const store = await PGVectorStore.initialize(
  new OpenAIEmbeddings({
    apiKey: 'none',
    model: 'fake',
    batchSize: Number(batchSize),
    configuration: { baseURL },
  }),
  {
    postgresConnectionOptions: { connectionString: databaseUrl },
    tableName: 'langchain_bench',
    columns: {
      idColumnName: 'id',
      vectorColumnName: 'vector',
      contentColumnName: 'content',
      metadataColumnName: 'metadata',
    },
  },
);
// As long as our chunks are: 400 tokens are about 1,000 characters of Korean, 1,600 of English.
const splitter = new RecursiveCharacterTextSplitter({ chunkSize: 1000, chunkOverlap: 100 });
await splitter.splitDocuments(await new PDFLoader(warmFile).load());
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
const pages = await new PDFLoader(file).load();
const chunks = await splitter.splitDocuments(pages);
await store.addDocuments(chunks);
const seconds = (performance.now() - startedAt) / 1000;
const cpu = process.cpuUsage(cpuBefore);
await store.end();
const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
const cpuSeconds = (cpu.user + cpu.system) / 1e6;
console.log(JSON.stringify({ pages: pages.length, chunks: chunks.length, seconds, cpuSeconds, peakMB }));
