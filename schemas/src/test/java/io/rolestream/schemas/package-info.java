@NullMarked
package io.rolestream.schemas;

import org.jspecify.annotations.NullMarked;
