/** Tests of the whole in one process. */
@NullMarked
package io.rolestream.local;

import org.jspecify.annotations.NullMarked;
