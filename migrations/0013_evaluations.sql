CREATE TABLE "evaluations" (
	"tenant_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"name" text,
	"status" text NOT NULL,
	"collections" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"question_count" integer NOT NULL,
	"questions_done" integer DEFAULT 0 NOT NULL,
	"measures" jsonb,
	"timings" jsonb,
	"missing" integer,
	"warnings" jsonb,
	"worst" jsonb,
	"results" jsonb,
	"error" jsonb,
	"owner" uuid NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "evaluations_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE INDEX "evaluations_running" ON "evaluations" USING btree ("lease_until") WHERE status = 'running';