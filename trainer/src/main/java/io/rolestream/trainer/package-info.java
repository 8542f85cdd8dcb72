@NullMarked
package io.rolestream.trainer;

import org.jspecify.annotations.NullMarked;
