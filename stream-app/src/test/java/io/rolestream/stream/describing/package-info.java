@NullMarked
package io.rolestream.stream.describing;

import org.jspecify.annotations.NullMarked;
