/** Tests of {@code rolestream forget}. */
@NullMarked
package io.rolestream.cli.forget;

import org.jspecify.annotations.NullMarked;
