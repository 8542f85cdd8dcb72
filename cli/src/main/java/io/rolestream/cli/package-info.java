/** The command line: its entry point, and how usage errors and failures are reported. */
@NullMarked
package io.rolestream.cli;

import org.jspecify.annotations.NullMarked;
