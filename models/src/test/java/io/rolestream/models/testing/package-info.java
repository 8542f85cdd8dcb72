/** What tests of this and other modules share. */
@NullMarked
package io.rolestream.models.testing;

import org.jspecify.annotations.NullMarked;
