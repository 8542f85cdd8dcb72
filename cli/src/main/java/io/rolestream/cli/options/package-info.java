/** Groups of options that several commands share. */
@NullMarked
package io.rolestream.cli.options;

import org.jspecify.annotations.NullMarked;
