-- The big one first, as it lets searches read: what the others lock stays locked until the end.
CREATE INDEX "postings_segment" ON "postings" USING btree ("tenant_id","version_id","segment");--> statement-breakpoint
CREATE INDEX "versions_analysis" ON "versions" USING btree ("analysis_version") WHERE has_index_rows;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "reindex_until" timestamp with time zone;
