@NullMarked
package io.rolestream.matching.vectors;

import org.jspecify.annotations.NullMarked;
