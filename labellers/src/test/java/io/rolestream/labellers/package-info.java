@NullMarked
package io.rolestream.labellers;

import org.jspecify.annotations.NullMarked;
