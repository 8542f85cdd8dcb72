/** Groups of options that several commands have. */
@NullMarked
package io.rolestream.cli.options;

import org.jspecify.annotations.NullMarked;
