@NullMarked
package io.rolestream.labellers.linear;

import org.jspecify.annotations.NullMarked;
