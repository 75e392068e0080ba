import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A fresh database on the server of `adminUrl`. */
export async function createPostgresDatabase(
  adminUrl: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `footnote_test_${randomUUID().replaceAll('-', '')}`;
  await runAdmin(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runAdmin(adminUrl, `drop database if exists ${name} with (force)`) };
}

/** One statement on a connection of its own. */
export async function runAdmin(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
