-- This and the next were part of 0008, which some databases have applied as it was: hence `if not exists`. They are apart since
-- a migration that locks two tables waits for an ingest that holds the second and wants the first, and one of them fails.
CREATE INDEX IF NOT EXISTS "versions_analysis" ON "versions" USING btree ("analysis_version") WHERE has_index_rows;
