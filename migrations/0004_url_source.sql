ALTER TABLE "versions" ADD COLUMN "source_url" text;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "source_final_url" text;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "source_etag" text;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "source_last_modified" text;--> statement-breakpoint
CREATE INDEX "versions_source_url" ON "versions" USING btree ("tenant_id","collection_id","source_url") WHERE source_url is not null;