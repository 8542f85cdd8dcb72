/** Where consumers read on when their position is gone. */
@NullMarked
package io.rolestream.common.offsets;

import org.jspecify.annotations.NullMarked;
