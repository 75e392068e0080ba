export const PDF_MEDIA_TYPE = 'application/pdf';
/** Hangul 5 (.hwp) and Hangul in XML (.hwpx); the other names in use are taken as these. */
export const HWP_MEDIA_TYPE = 'application/x-hwp';
export const HWPX_MEDIA_TYPE = 'application/hwp+zip';
/** Stands for macro-enabled documents and templates too. */
export const DOCX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
/** Stand for workbooks and presentations with macros, for templates and for shows too. */
export const XLSX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const PPTX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
export const CSV_MEDIA_TYPE = 'text/csv';
export const TSV_MEDIA_TYPE = 'text/tab-separated-values';
export const EML_MEDIA_TYPE = 'message/rfc822';
export const EPUB_MEDIA_TYPE = 'application/epub+zip';
/** OpenDocument; these stand for templates too. */
export const ODT_MEDIA_TYPE = 'application/vnd.oasis.opendocument.text';
export const ODS_MEDIA_TYPE = 'application/vnd.oasis.opendocument.spreadsheet';
export const ODP_MEDIA_TYPE = 'application/vnd.oasis.opendocument.presentation';
/** Pictures, whose text is recognised. */
export const PNG_MEDIA_TYPE = 'image/png';
export const JPEG_MEDIA_TYPE = 'image/jpeg';
export const TIFF_MEDIA_TYPE = 'image/tiff';
export const WEBP_MEDIA_TYPE = 'image/webp';
export const BMP_MEDIA_TYPE = 'image/bmp';
export const RTF_MEDIA_TYPE = 'application/rtf';

/** Formats whose pages can be read in any order, by several processes at once. */
export const LOADS_IN_RANGES: ReadonlySet<string> = new Set([PDF_MEDIA_TYPE]);
