/** Shared by all commands: configuration, logging, exit codes, progress, and the whole stack in one process. */
@NullMarked
package io.rolestream.cli.support;

import org.jspecify.annotations.NullMarked;
