/** The commands that show and explain labels. */
@NullMarked
package io.rolestream.cli.explain;

import org.jspecify.annotations.NullMarked;
