/** {@code rolestream roles}. */
@NullMarked
package io.rolestream.cli.roles;

import org.jspecify.annotations.NullMarked;
