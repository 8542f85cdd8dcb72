@NullMarked
package io.rolestream.files.describe;

import org.jspecify.annotations.NullMarked;
