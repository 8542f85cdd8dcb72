@NullMarked
package io.rolestream.labellers.comparison;

import org.jspecify.annotations.NullMarked;
