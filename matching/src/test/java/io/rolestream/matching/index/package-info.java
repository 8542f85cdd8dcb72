@NullMarked
package io.rolestream.matching.index;

import org.jspecify.annotations.NullMarked;
