/** What tests of this and other modules share. */
@NullMarked
package io.rolestream.labellers.testing;

import org.jspecify.annotations.NullMarked;
