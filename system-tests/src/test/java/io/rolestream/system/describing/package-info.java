@NullMarked
package io.rolestream.system.describing;

import org.jspecify.annotations.NullMarked;
