/** The whole of Rolestream in one process. */
@NullMarked
package io.rolestream.local;

import org.jspecify.annotations.NullMarked;
