const listOf = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements that have no content and no end tag. */
export const VOID_ELEMENTS = listOf(
  'area base basefont bgsound br col command embed frame hr img input isindex keygen link meta param source track wbr',
);

/** Elements that end a line of text before and after them. */
export const BLOCK_ELEMENTS = listOf(
  'address article aside blockquote caption dd details dialog div dl dt fieldset figcaption figure footer form h1 ' +
    'h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre search section summary table tbody td tfoot th ' +
    'thead tr ul',
);

/** Elements that only change how text looks: the page is read without their tags. */
export const FORMATTING_ELEMENTS = listOf(
  'abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr optgroup option q s samp ' +
    'small span strike strong time tt u var',
);

/** Elements whose content is not read: controls, what replaces them where they cannot be shown, drawings. */
export const LEFT_OUT_ELEMENTS = listOf(
  'annotation annotation-xml applet audio canvas datalist map meter object output progress rp rt rtc ' +
    'select svg template video',
);

/** What a button in front of it folds and unfolds. */
export const PANEL_ELEMENTS = listOf('article dd div dl ol p section table ul');

/** Elements whose content the tokenizer takes as one piece; see `scanHtml`. */
export const RAW_TEXT_ELEMENTS = listOf('iframe noembed noframes noscript script style textarea title');

/** Elements that mean the same here. */
export const ELEMENT_ALIASES: ReadonlyMap<string, string> = new Map([
  ['center', 'div'],
  ['dir', 'ul'],
  ['image', 'img'],
  ['listing', 'pre'],
  ['menu', 'ul'],
  ['plaintext', 'pre'],
  ['xmp', 'pre'],
]);

export const HEADING = /^h[1-6]$/;

/** MediaWiki puts an "[edit]" of this class behind each heading. */
export const EDIT_LINK_CLASS = 'mw-editsection';
