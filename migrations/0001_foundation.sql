CREATE TABLE "chunk_embeddings" (
	"tenant_id" integer NOT NULL,
	"space_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"embedding" vector NOT NULL,
	CONSTRAINT "chunk_embeddings_tenant_id_space_id_version_id_ordinal_pk" PRIMARY KEY("tenant_id","space_id","version_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "chunks" (
	"tenant_id" integer NOT NULL,
	"version_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"text" text NOT NULL,
	"page_start" integer NOT NULL,
	"page_end" integer NOT NULL,
	"start" integer NOT NULL,
	"end" integer NOT NULL,
	"headings" jsonb NOT NULL,
	"tokens" integer NOT NULL,
	CONSTRAINT "chunks_tenant_id_version_id_ordinal_pk" PRIMARY KEY("tenant_id","version_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "collections" (
	"tenant_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"language" text NOT NULL,
	"chunk_max_tokens" integer,
	"chunk_overlap_tokens" integer,
	"space_id" uuid,
	"chunk_count" integer DEFAULT 0 NOT NULL,
	"term_total" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "collections_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "collections_name" UNIQUE("tenant_id","name")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"tenant_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"external_id" text,
	"title" text,
	"metadata" jsonb NOT NULL,
	"newest_version_id" uuid NOT NULL,
	"published_version_id" uuid,
	"deleted_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "documents_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "embedding_spaces" (
	"tenant_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"dimensions" integer NOT NULL,
	CONSTRAINT "embedding_spaces_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "embedding_spaces_kind" UNIQUE("tenant_id","provider","model","dimensions")
);
--> statement-breakpoint
CREATE TABLE "pages" (
	"tenant_id" integer NOT NULL,
	"version_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"label" text,
	"text" text NOT NULL,
	"width" real,
	"height" real,
	"lines" "bytea" NOT NULL,
	"headings" jsonb NOT NULL,
	CONSTRAINT "pages_tenant_id_version_id_number_pk" PRIMARY KEY("tenant_id","version_id","number")
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"tenant_id" integer NOT NULL,
	"collection_id" uuid NOT NULL,
	"term" text collate "C" NOT NULL,
	"version_id" uuid NOT NULL,
	"segment" integer NOT NULL,
	"ordinals" integer[] NOT NULL,
	"frequencies" smallint[] NOT NULL,
	"lengths" smallint[] NOT NULL,
	CONSTRAINT "postings_tenant_id_collection_id_term_version_id_segment_pk" PRIMARY KEY("tenant_id","collection_id","term","version_id","segment")
);
--> statement-breakpoint
CREATE TABLE "term_frequencies" (
	"tenant_id" integer NOT NULL,
	"collection_id" uuid NOT NULL,
	"term" text collate "C" NOT NULL,
	"chunk_count" integer NOT NULL,
	CONSTRAINT "term_frequencies_tenant_id_collection_id_term_pk" PRIMARY KEY("tenant_id","collection_id","term")
);
--> statement-breakpoint
CREATE TABLE "upload_pieces" (
	"tenant_id" integer NOT NULL,
	"upload_id" uuid NOT NULL,
	"ordinal" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "upload_pieces_tenant_id_upload_id_ordinal_pk" PRIMARY KEY("tenant_id","upload_id","ordinal")
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"tenant_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"adopted" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "uploads_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"tenant_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"collection_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"job_id" uuid,
	"upload_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"bytes" bigint NOT NULL,
	"media_type" text NOT NULL,
	"filename" text,
	"language" text NOT NULL,
	"charset" text,
	"chunk_max_tokens" integer NOT NULL,
	"chunk_overlap_tokens" integer NOT NULL,
	"space_id" uuid NOT NULL,
	"loader" text,
	"analysis_version" integer,
	"own_title" text,
	"page_count" integer,
	"pages_done" integer DEFAULT 0 NOT NULL,
	"chunk_count" integer,
	"chunks_done" integer DEFAULT 0 NOT NULL,
	"term_total" bigint DEFAULT 0 NOT NULL,
	"has_index_rows" boolean DEFAULT false NOT NULL,
	"warnings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"error" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone,
	CONSTRAINT "versions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "versions_number" UNIQUE("tenant_id","document_id","number")
);
--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_tenant_id_collection_id_collections_tenant_id_id_fk" FOREIGN KEY ("tenant_id","collection_id") REFERENCES "public"."collections"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_tenant_id_document_id_documents_tenant_id_id_fk" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."documents"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "documents_external_id" ON "documents" USING btree ("tenant_id","collection_id","external_id") WHERE external_id is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "documents_collection" ON "documents" USING btree ("tenant_id","collection_id","id");--> statement-breakpoint
CREATE INDEX "documents_newest_version" ON "documents" USING btree ("tenant_id","newest_version_id");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_published_version" ON "documents" USING btree ("tenant_id","published_version_id");--> statement-breakpoint
CREATE INDEX "documents_metadata" ON "documents" USING gin (metadata jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "postings_version" ON "postings" USING btree ("tenant_id","version_id");--> statement-breakpoint
CREATE INDEX "versions_sha256" ON "versions" USING btree ("tenant_id","collection_id","sha256");--> statement-breakpoint
CREATE INDEX "versions_in_progress" ON "versions" USING btree ("tenant_id","status") WHERE status in ('queued', 'loading', 'splitting', 'embedding');--> statement-breakpoint
CREATE INDEX "versions_with_index_rows" ON "versions" USING btree ("tenant_id","id") WHERE has_index_rows;