import { stripVTControlCharacters } from 'node:util';

/** A text without what would move the cursor: whoever may write to the container chose some of what is shown. */
export const printable = (text: string): string => stripVTControlCharacters(text).replace(/\p{C}/gu, '');
