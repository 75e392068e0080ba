ALTER TABLE "versions" ADD COLUMN "password" text;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "pages_indexed" integer DEFAULT 0 NOT NULL;