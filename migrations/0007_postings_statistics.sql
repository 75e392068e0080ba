-- The planner asks nothing of these arrays, and gathering statistics of their elements took nine tenths of ANALYZE.
ALTER TABLE "postings" ALTER COLUMN "ordinals" SET STATISTICS 0, ALTER COLUMN "frequencies" SET STATISTICS 0, ALTER COLUMN "lengths" SET STATISTICS 0;
