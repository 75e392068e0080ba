/** The manual. */
export const HELP = `Footnote from the command line: a folder of files into a collection, questions to it, and how well
they find their passages.

  npm run cli -- ingest FOLDER [--collection NAME] [--create] [--include GLOB]…
                 [--charset LABEL] [--concurrency 4] [--prune [--yes]] [--json]
  npm run cli -- ask QUESTION [--collection NAME]… [--json]
  npm run cli -- evaluate QUESTIONS.jsonl [--collection NAME] [--top-k 10] [--min-ndcg 0.8]… [--compare-to ID] [--json]
  npm run cli -- status [--collection NAME] [--json]

For all of them
  --url URL          the service (http://127.0.0.1:3000)
  --key KEY          its key; the environment variable FOOTNOTE_API_KEY keeps it out of the list of processes
  --json             one JSON object on standard output; "npm run -s cli" keeps npm's own lines out of it
  --help, -h         this manual

ingest: makes the collection hold what the folder holds
  --collection NAME  default: default
  --create           make the collection when it is not there
  --include GLOB     only these files, e.g. '*.pdf' or 'guides/**/*.md'; can be given again. Without a slash it is
                     the file's name that must match, in any folder
  --charset LABEL    encoding of text files that the service does not find out itself, e.g. iso-8859-1
  --concurrency N    files in work at once, 1 to 32 (4)
  --prune            count the documents of the collection whose file is no longer in the folder; documents without an
                     externalId are left alone
  --yes              and delete them

  A document is known by its path below the folder (its externalId). Run it again at any time: what is there and
  unchanged is skipped, changed files become new versions, failed ones are tried again. Hidden files, node_modules
  and links to folders are skipped. Ctrl-C ends it after the uploads under way; a second one at once.

ask: prints the answer, then the document, page and exact words of each of its citations
  --collection NAME  can be given again; default: all collections

evaluate: asks questions whose right passages are known; prints measures with 95 % intervals and the worst questions
  QUESTIONS.jsonl    a line per question: {"question": "…", "relevant": [{"externalId": "guide.md", "quote": "…"}]}.
                     A passage names a document (externalId or documentId), a page of it, a quote, or all of them;
                     an "id" of the question's own is optional
  --collection NAME  default: default
  --top-k N          hits to each question, 1 to 100 (10)
  --name TEXT        what it is called in the list of evaluations
  --min-ndcg X       the least that nDCG@10 must come to, 0 to 1; else the exit status is 1. Also --min-hit1,
                     --min-mrr, --min-recall (of the passages, among all hits)
  --compare-to ID    an earlier evaluation: prints the differences and what got worse

status: documents by status, and why some failed
  --collection NAME  default: all collections

Progress goes to standard error, results to standard output.

Exit status
  0    nothing failed
  1    some files failed or were refused; an evaluation failed or is below a minimum
  2    wrong usage, or the service cannot be reached or refuses everything
  130  interrupted
`;
