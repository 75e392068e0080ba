/** The manual. */
export const HELP = `Footnote from the command line: a folder of files into a collection, and questions to it.

  npm run cli -- ingest FOLDER [--collection NAME] [--create] [--include GLOB]…
                 [--charset LABEL] [--concurrency 4] [--prune [--yes]] [--json]
  npm run cli -- ask QUESTION [--collection NAME]… [--json]
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

status: documents by status, and why some failed
  --collection NAME  default: all collections

Progress goes to standard error, results to standard output.

Exit status
  0    nothing failed
  1    some files failed or were refused
  2    wrong usage, or the service cannot be reached or refuses everything
  130  interrupted
`;
