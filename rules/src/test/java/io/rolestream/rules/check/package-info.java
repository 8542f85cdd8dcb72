@NullMarked
package io.rolestream.rules.check;

import org.jspecify.annotations.NullMarked;
