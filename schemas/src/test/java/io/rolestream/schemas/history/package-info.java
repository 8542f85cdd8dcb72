@NullMarked
package io.rolestream.schemas.history;

import org.jspecify.annotations.NullMarked;
