@NullMarked
package io.rolestream.stream;

import org.jspecify.annotations.NullMarked;
