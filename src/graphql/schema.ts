/**
 * The contract of the second face. Types are the REST objects field by field; where a count would hide behind the name
 * of what it counts, it is called so (`pageCount`). Sizes are Float: Int ends at 2 GiB.
 */
export const SCHEMA = /* GraphQL */ `
  "Any JSON. Keys that begin with a dollar sign cannot be written in a document: pass the value as a variable."
  scalar JSON
  "RFC 3339, UTC"
  scalar DateTime

  enum DocumentStatus { QUEUED LOADING SPLITTING EMBEDDING PUBLISHED FAILED }
  enum Language { AUTO KO EN }
  enum SearchMode { HYBRID LEXICAL DENSE }
  enum Grounding { FLAG STRICT }
  enum MessageRole { USER ASSISTANT }

  type Query {
    "Exactly one of id and externalId."
    document(id: ID, externalId: String, collection: String = "default"): Document
    "Newest first."
    documents(collection: String, status: DocumentStatus, filter: JSON, first: Int = 20, after: String): DocumentConnection!
    collection(name: String!): Collection
    collections: [Collection!]!
    "Find the chunks that bear on a query."
    search(input: SearchInput!): SearchResult!
    "Answer a question, with citations."
    ask(input: AskInput!): Answer!
  }

  type Mutation {
    "Accepts a text; it is answered from once its status is PUBLISHED. Files go to POST /documents."
    ingestText(input: IngestTextInput!): Document!
    "A new version of a document."
    replaceText(id: ID!, input: ReplaceTextInput!): Document!
    "Fetches a document and accepts it: the one that came from the URL before, or a new one."
    ingestUrl(input: IngestUrlInput!): Document!
    "A new version of a document, fetched."
    replaceUrl(id: ID!, input: ReplaceUrlInput!): Document!
    updateDocument(id: ID!, input: UpdateDocumentInput!): Document!
    "Tries a failed version again; a password is for a PDF that needs one."
    retryDocument(id: ID!, password: String): Document!
    deleteDocument(id: ID!): DeleteDocumentResult!
    createCollection(input: CreateCollectionInput!): Collection!
    updateCollection(name: String!, input: UpdateCollectionInput!): Collection!
    "With force also when documents are in it."
    deleteCollection(name: String!, force: Boolean = false): DeleteCollectionResult!
  }

  type PageInfo { hasNextPage: Boolean! endCursor: String }

  type DocumentConnection { edges: [DocumentEdge!]! pageInfo: PageInfo! }
  type DocumentEdge { cursor: String! node: Document! }

  type Document {
    id: ID!
    externalId: String
    collection: Collection!
    title: String
    filename: String
    "Where the bytes were fetched; null when they were sent."
    sourceUrl: String
    mediaType: String!
    language: Language!
    metadata: JSON!
    "The newest; status, progress, error and warnings are of it."
    version: Int!
    publishedVersion: Int
    status: DocumentStatus!
    progress: Progress!
    sha256: String!
    bytes: Float!
    pageCount: Int
    chunkCount: Int
    "Only ever true in the answer to ingestText and ingestUrl."
    deduplicated: Boolean!
    warnings: [DocumentWarning!]!
    error: DocumentError
    createdAt: DateTime!
    updatedAt: DateTime!
    publishedAt: DateTime
    "Of the published version; empty while there is none."
    chunks(first: Int = 20, after: String): ChunkConnection!
    "Default: the published version."
    page(number: Int!, version: Int): Page
  }

  type Progress {
    stage: DocumentStatus!
    pages: Int
    pagesDone: Int!
    chunks: Int
    chunksDone: Int!
    "While queued: 1 for the next one to be taken up."
    queuePosition: Int
    "At the pace of this version so far; null until there is one."
    etaSeconds: Int
  }
  type DocumentWarning { code: String! message: String! pages: [Int!]! }
  type DocumentError { stage: String! code: String! message: String! hint: String! retryable: Boolean! }

  type ChunkConnection { edges: [ChunkEdge!]! pageInfo: PageInfo! }
  type ChunkEdge { cursor: String! node: Chunk! }
  type Chunk {
    id: ID!
    ordinal: Int!
    text: String!
    pageStart: Int!
    pageEnd: Int!
    start: Int!
    end: Int!
    headings: [String!]!
    tokens: Int!
  }

  type Page {
    documentId: ID!
    version: Int!
    page: Int!
    pageLabel: String
    "Offsets everywhere count UTF-16 code units of this."
    text: String!
    width: Float
    height: Float
    lines: [Line!]!
  }
  "box: x, y, width, height in points from the top left."
  type Line { start: Int! end: Int! box: [Float!]! }

  type Collection {
    name: String!
    description: String
    language: Language!
    chunking: Chunking!
    embedding: EmbeddingSpace
    documentCount: Int!
    chunkCount: Int!
    createdAt: DateTime!
    updatedAt: DateTime!
  }
  type Chunking { maxTokens: Int! overlapTokens: Int! }
  type EmbeddingSpace { provider: String! model: String! dimensions: Int! }

  type SearchResult {
    hits: [Hit!]!
    underReturned: Boolean!
    "Null unless it was asked for."
    explanation: Explanation
    warnings: [Notice!]!
    timings: SearchTimings!
  }
  type SearchTimings { totalMs: Float! embedMs: Float! retrieveMs: Float! }
  type Notice { code: String! message: String! }

  type Hit {
    chunkId: ID!
    score: Float!
    text: String!
    documentId: ID!
    version: Int!
    "As it is now; null when deleted since."
    document: Document
    pageStart: Int!
    pageEnd: Int!
    start: Int!
    end: Int!
    headings: [String!]!
    legs: Legs!
  }
  type Legs { lexical: LegScore dense: LegScore }
  type LegScore { rank: Int! score: Float! }

  "How the hits were found; ranks count from 1. As in REST, words in lower case included."
  type Explanation {
    terms: [ExplainedTerm!]!
    legs: [ExplainedLeg!]!
    matchedChunks: Int!
    selectedChunks: Int!
    candidates: Int!
    reranked: Boolean!
    stages: [ExplainedStage!]!
    hits: [ExplainedHit!]!
    document: ExplainedDocument
  }
  type ExplainedTerm { term: String! documentFrequency: Int! weight: Float! use: String! }
  type ExplainedLeg { leg: String! weight: Float! index: String! candidates: Int! }
  type ExplainedStage { stage: String! ms: Float! }
  type ExplainedHit { chunkId: ID! lexicalRank: Int rescoredRank: Int denseRank: Int fusedRank: Int! }
  type ExplainedDocument { id: ID! reason: String! message: String! rank: Int matchedChunks: Int! }

  type Answer {
    id: ID!
    answerable: Boolean!
    answer: String!
    language: Language!
    statements: [Statement!]!
    citations: [Citation!]!
    hits: [Hit!]!
    "Null unless it was asked for."
    explanation: Explanation
    generator: GeneratorInfo!
    usage: Usage!
    warnings: [Notice!]!
    timings: AnswerTimings!
  }
  type Statement { start: Int! end: Int! citations: [Int!]! support: Float! supported: Boolean! }
  type Citation {
    number: Int!
    documentId: ID!
    version: Int!
    "As it is now; null when deleted since."
    document: Document
    title: String
    externalId: String
    collection: String!
    chunkId: ID!
    page: Int!
    start: Int!
    end: Int!
    "The text of that page and version at start..end."
    quote: String!
    verified: Boolean!
    boxes: [[Float!]!]!
  }
  type GeneratorInfo { provider: String! model: String }
  type Usage {
    promptTokens: Int!
    completionTokens: Int!
    embeddingTokens: Int!
    contextTokens: Int!
    droppedHits: Int!
  }
  type AnswerTimings { totalMs: Float! retrieveMs: Float! generateMs: Float! verifyMs: Float! }

  type DeleteDocumentResult { id: ID! deleted: Boolean! counts: DeletedDocumentCounts! }
  type DeletedDocumentCounts { versions: Int! pages: Int! chunks: Int! }
  type DeleteCollectionResult { name: String! deleted: Boolean! counts: DeletedCollectionCounts! }
  type DeletedCollectionCounts { documents: Int! versions: Int! pages: Int! chunks: Int! }

  input IngestTextInput {
    text: String!
    mediaType: String
    filename: String
    collection: String
    externalId: String
    title: String
    metadata: JSON
    language: Language
    charset: String
  }
  input ReplaceTextInput {
    text: String!
    mediaType: String
    filename: String
    title: String
    metadata: JSON
    language: Language
    charset: String
  }
  "mediaType and filename stand in for what the server of the URL says; password opens a PDF and is never shown."
  input IngestUrlInput {
    url: String!
    mediaType: String
    filename: String
    collection: String
    externalId: String
    title: String
    metadata: JSON
    language: Language
    charset: String
    password: String
  }
  input ReplaceUrlInput {
    url: String!
    mediaType: String
    filename: String
    title: String
    metadata: JSON
    language: Language
    charset: String
    password: String
  }
  "null removes title or externalId; metadata is replaced whole."
  input UpdateDocumentInput { title: String metadata: JSON externalId: String }
  input ChunkingInput { maxTokens: Int overlapTokens: Int }
  input EmbeddingInput { provider: String! model: String dimensions: Int }
  input CreateCollectionInput {
    name: String!
    description: String
    chunking: ChunkingInput
    language: Language
    embedding: EmbeddingInput
  }
  input UpdateCollectionInput { description: String language: Language chunking: ChunkingInput }

  "collections, documentIds and filter combine with AND; absent means no constraint, empty or null is refused."
  input SearchInput {
    query: String!
    collections: [String!]
    documentIds: [ID!]
    filter: JSON
    topK: Int
    mode: SearchMode
    rerank: Boolean
    explain: ExplainInput
  }
  "collections, documentIds and filter combine with AND; absent means no constraint, empty or null is refused."
  input AskInput {
    question: String!
    collections: [String!]
    documentIds: [ID!]
    filter: JSON
    history: [MessageInput!]
    topK: Int
    rerank: Boolean
    explain: ExplainInput
    grounding: Grounding
    language: Language
    maxContextTokens: Int
  }
  "Empty, or the document whose absence is to be explained."
  input ExplainInput { documentId: ID }
  input MessageInput { role: MessageRole! content: String! }
`;
