/** Bytes of a file into records: kinds and encodings of files, lines, arrays, tables. */
@NullMarked
package io.rolestream.files.bytes;

import org.jspecify.annotations.NullMarked;
