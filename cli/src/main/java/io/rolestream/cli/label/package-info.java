/** Labelling a file: rows in, labels out in the same order, through the whole stack. */
@NullMarked
package io.rolestream.cli.label;

import org.jspecify.annotations.NullMarked;
