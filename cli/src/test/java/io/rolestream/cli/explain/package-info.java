/** Tests of {@code rolestream lookup} and {@code rolestream explain}. */
@NullMarked
package io.rolestream.cli.explain;

import org.jspecify.annotations.NullMarked;
