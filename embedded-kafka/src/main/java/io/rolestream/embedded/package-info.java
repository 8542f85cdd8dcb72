@NullMarked
package io.rolestream.embedded;

import org.jspecify.annotations.NullMarked;
