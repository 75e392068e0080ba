CREATE INDEX "postings_segment" ON "postings" USING btree ("tenant_id","version_id","segment");
