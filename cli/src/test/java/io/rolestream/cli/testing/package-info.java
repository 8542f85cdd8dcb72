/** Runs commands in this process or in one of their own. */
@NullMarked
package io.rolestream.cli.testing;

import org.jspecify.annotations.NullMarked;
