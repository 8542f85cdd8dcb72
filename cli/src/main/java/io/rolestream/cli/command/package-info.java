/** The commands, one class each. */
@NullMarked
package io.rolestream.cli.command;

import org.jspecify.annotations.NullMarked;
