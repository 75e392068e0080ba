-- A transaction of its own: no search waits for the index that takes its place, which begins with the same columns.
DROP INDEX "postings_version";
