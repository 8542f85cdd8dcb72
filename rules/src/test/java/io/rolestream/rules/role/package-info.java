@NullMarked
package io.rolestream.rules.role;

import org.jspecify.annotations.NullMarked;
