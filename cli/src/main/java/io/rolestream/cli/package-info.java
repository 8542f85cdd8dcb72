/** The command line: entry point, configuration, and the local stack that commands run on without a cluster. */
@NullMarked
package io.rolestream.cli;

import org.jspecify.annotations.NullMarked;
