ALTER TABLE "versions" ADD COLUMN IF NOT EXISTS "reindex_until" timestamp with time zone;
