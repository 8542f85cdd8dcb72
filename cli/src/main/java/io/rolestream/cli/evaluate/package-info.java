/** {@code rolestream evaluate}. */
@NullMarked
package io.rolestream.cli.evaluate;

import org.jspecify.annotations.NullMarked;
