/** The work of {@code rolestream relabel}. */
@NullMarked
package io.rolestream.cli.relabel;

import org.jspecify.annotations.NullMarked;
