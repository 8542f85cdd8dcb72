/** Words, word pairs, and a linear model of them. */
@NullMarked
package io.rolestream.labellers.linear;

import org.jspecify.annotations.NullMarked;
