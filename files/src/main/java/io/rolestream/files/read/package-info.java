/** Reads resumes from files and standard input, row by row, in any format; begin with {@link RowSource}. */
@NullMarked
package io.rolestream.files.read;

import org.jspecify.annotations.NullMarked;
