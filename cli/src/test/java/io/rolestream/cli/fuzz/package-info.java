/** Random options, settings and files, none of which may end a command in a way that no user should see. */
@NullMarked
package io.rolestream.cli.fuzz;

import org.jspecify.annotations.NullMarked;
