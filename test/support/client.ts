import { readFile } from 'node:fs/promises';
import { eventually } from './processes.ts';

// biome-ignore lint/suspicious/noExplicitAny: bodies are read as any client would, by field
type Body = any;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A plain HTTP client, as another service would write it. */
export function createClient(url: string, key?: string) {
  async function send(
    method: string,
    path: string,
    body?: Body,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const isForm = body instanceof FormData;
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  return {
    send,
    get: (path: string) => send('GET', path),
    post: (path: string, body: Body, headers?: Record<string, string>) => send('POST', path, body, headers),

    async upload(
      file: string | Blob,
      fields: Record<string, string> = {},
      options: { wait?: number; path?: string; method?: string } = {},
    ) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      if (typeof file === 'string')
        form.append('file', new Blob([await readFile(file)]), file.split('/').at(-1));
      else form.append('file', file, 'upload.txt');
      const headers: Record<string, string> =
        options.wait === undefined ? {} : { prefer: `wait=${options.wait}` };
      return send(options.method ?? 'POST', options.path ?? '/documents', form, headers);
    },

    /** The document once it is published; throws when it failed. */
    untilPublished: (id: string, deadlineMs = 120_000): Promise<Body> =>
      eventually(
        `document ${id} published`,
        async () => {
          const reply = await send('GET', `/documents/${id}`).catch(() => undefined);
          if (reply?.body.status === 'failed') throw new Error(`failed: ${JSON.stringify(reply.body.error)}`);
          return reply?.status === 200 && reply.body.status === 'published' && reply.body;
        },
        deadlineMs,
      ),
  };
}
