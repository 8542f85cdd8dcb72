/** Sends events of applications to their topics. */
@NullMarked
package io.rolestream.stream.sending;

import org.jspecify.annotations.NullMarked;
