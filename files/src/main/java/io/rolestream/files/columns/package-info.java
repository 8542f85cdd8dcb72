/** Which column of a file is which field of a row. */
@NullMarked
package io.rolestream.files.columns;

import org.jspecify.annotations.NullMarked;
