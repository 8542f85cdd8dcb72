/** The command that repeats the first study. */
@NullMarked
package io.rolestream.cli.study;

import org.jspecify.annotations.NullMarked;
