@NullMarked
package io.rolestream.files.comparison;

import org.jspecify.annotations.NullMarked;
